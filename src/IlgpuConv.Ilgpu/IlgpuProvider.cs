using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using IlgpuConv.Runtime;
using Device = IlgpuConv.Runtime.Device;
using IlgpuHardware = ILGPU.Runtime.Device;

namespace IlgpuConv.Ilgpu;

/// <summary>The accelerators of one kind: <c>ilgpu-cpu</c>, or <c>ilgpu-opencl:0</c>, <c>ilgpu-opencl:1</c>, … in ILGPU's order.</summary>
internal sealed class IlgpuProvider(AcceleratorType type) : DeviceProvider
{
    private readonly string _kind = IlgpuDevice.IdOf(type);
    private readonly Lock _lock = new();
    private IReadOnlyList<DeviceEntry>? _entries;

    public override IReadOnlyList<DeviceEntry> Find()
    {
        lock (_lock) return _entries ??= Entries();
    }

    public override Device Open(string id)
    {
        Context context = FaultHandlers.Keep(MakeContext);
        try
        {
            int index = type == AcceleratorType.CPU ? 0 : Find().ToList().FindIndex(entry => entry.Id == id);
            return IlgpuDevice.Owning(id, context, Hardware(context)[index].CreateAccelerator(context));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private IReadOnlyList<DeviceEntry> Entries()
    {
        if (type == AcceleratorType.CPU) return [new DeviceEntry(_kind, null)];
        try
        {
            using Context context = FaultHandlers.Keep(MakeContext);
            IlgpuHardware[] found = Hardware(context);
            return found.Length == 0
                ? [new DeviceEntry(_kind, Nothing)]
                : [.. found.Select((one, i) => new DeviceEntry($"{_kind}:{i}", null) { Name = $"ILGPU {one.Name}", Kind = DeviceKind.Gpu })];
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return [new DeviceEntry(_kind, $"ILGPU fails to look for devices: {fault.GetType().Name}: {fault.Message}")];
        }
    }

    private string Nothing => type == AcceleratorType.OpenCL
        ? "ILGPU finds no OpenCL 2.0 device with the generic address space, which its kernels need"
        : "ILGPU finds no CUDA driver with a device that it knows";

    /// <summary>A context of one kind of devices: after a kernel that ILGPU refuses, a context may be of no more use.</summary>
    private Context MakeContext() => Context.Create(builder => _ = type switch
    {
        // A group of one lane on each of as many multiprocessors as there are processors: a lane is a thread, and a warp has at least two.
        AcceleratorType.CPU => builder.CPU(new CPUDevice(2, 1, Environment.ProcessorCount)).EnableAlgorithms(),
        AcceleratorType.OpenCL => builder.OpenCL().EnableAlgorithms(),
        _ => builder.Cuda().EnableAlgorithms(),
    });

    private IlgpuHardware[] Hardware(Context context) => [.. context.Devices.Where(device => device.AcceleratorType == type)];
}
