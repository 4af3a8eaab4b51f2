using System.Text;

namespace IlgpuConv.Runtime;

/// <summary>What the driver says of one device.</summary>
internal sealed unsafe class CudaDeviceInfo
{
    private CudaDeviceInfo(CudaLibrary cuda, int device, int index)
    {
        (Library, Device, Id) = (cuda, device, $"cuda:{index}");
        byte* name = stackalloc byte[257];
        new Span<byte>(name, 257).Clear();
        if (cuda.DeviceGetName(name, 256, device) == 0) Name = Encoding.UTF8.GetString(name, new ReadOnlySpan<byte>(name, 257).IndexOf((byte)0)).Trim();
        nuint bytes = 0;
        if (cuda.DeviceTotalMem(&bytes, device) == 0) Memory = (long)bytes;
    }

    /// <summary>The library that found the device.</summary>
    public CudaLibrary Library { get; }

    /// <summary>The driver's device, a <c>CUdevice</c>.</summary>
    public int Device { get; }

    /// <summary>The name that selects it: <c>cuda:</c> and its place in the driver's order.</summary>
    public string Id { get; }

    public string Name { get; } = "";

    public long Memory { get; }

    public int Multiprocessors => Math.Max(1, Number(Cu.MultiprocessorCount));

    public int LargestGroup => Number(Cu.MaxThreadsPerBlock) is > 0 and int most ? most : 1024;

    /// <summary>The number of its instruction set: 70 for compute capability 7.0.</summary>
    public int ComputeCapability => (10 * Number(Cu.ComputeCapabilityMajor)) + Number(Cu.ComputeCapabilityMinor);

    /// <summary>
    /// Lanes of a group: a multiple of those that run in step, so that the most groups which a multiprocessor takes at a time are nearly the
    /// most lanes that it takes; larger groups would leave lanes idle where there are few channels.
    /// </summary>
    public int UsualGroup
    {
        get
        {
            int warp = Number(Cu.WarpSize) is > 0 and int size ? size : 32, blocks = Number(Cu.MaxBlocksPerMultiprocessor);
            if (blocks <= 0) blocks = 16;
            return Math.Clamp(Number(Cu.MaxThreadsPerMultiprocessor) / blocks / warp * warp, warp, Math.Max(warp, 64));
        }
    }

    /// <summary>Why the device cannot run kernels of this library, or null when it can.</summary>
    public string? AbsentBecause => ComputeCapability < 70
        ? $"{Name}: kernels need compute capability 7.0, and it has {ComputeCapability / 10}.{ComputeCapability % 10}"
        : null;

    /// <summary>All devices, in the driver's order.</summary>
    /// <param name="cuda">The library.</param>
    /// <param name="absentBecause">Why there are none, or null.</param>
    public static IReadOnlyList<CudaDeviceInfo> All(CudaLibrary cuda, out string? absentBecause)
    {
        int count = 0, code = cuda.DeviceGetCount(&count);
        var devices = new List<CudaDeviceInfo>();
        for (int index = 0; code == 0 && index < count; index++)
        {
            int device;
            code = cuda.DeviceGet(&device, index);
            if (code == 0) devices.Add(new(cuda, device, index));
        }
        absentBecause = code != 0 ? $"{cuda.Name} fails: {CudaErrors.Text(code)} from cuDeviceGet"
            : devices.Count == 0 ? $"there is no CUDA device: {cuda.Name} finds none"
            : null;
        return absentBecause is null ? devices : [];
    }

    /// <summary>A number that the driver knows, or 0.</summary>
    private int Number(int attribute)
    {
        int value = 0;
        return Library.DeviceGetAttribute(&value, attribute, Device) == 0 ? value : 0;
    }
}
