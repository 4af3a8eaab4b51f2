using System.Runtime.InteropServices;
using System.Text;

namespace IlgpuConv.PtxMachine;

/// <content>Streams, copies, modules, launches and graphs.</content>
internal static unsafe partial class FakeDriver
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, PtxKernel> s_kernels = new();

    [UnmanagedCallersOnly]
    private static int StreamCreate(nint* stream, uint flags)
    {
        nint made = 0;
        int code = InContext("cuStreamCreate", device =>
        {
            made = FakeObjects.Add(new FakeStream(device));
            device.Machine.Hold("streams", 1);
            return 0;
        });
        *stream = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int StreamDestroy(nint stream) => InContext("cuStreamDestroy_v2", device =>
    {
        if (!FakeObjects.Remove<FakeStream>(stream)) return 400;
        device.Machine.Hold("streams", -1);
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int StreamSynchronize(nint stream) => InContext("cuStreamSynchronize", _ => FakeObjects.Get<FakeStream>(stream) is null ? 400 : 0);

    [UnmanagedCallersOnly]
    private static int StreamAddCallback(nint stream, delegate* unmanaged<nint, int, nint, void> callback, nint state, uint flags)
    {
        if (Here is not { } device) return 201;
        if (FakeObjects.Get<FakeStream>(stream) is not { Captured: null }) return 400;
        int code = Called(device.Machine, "cuStreamAddCallback");
        if (code != 0 && device.Machine.Failing.ContainsKey("cuStreamAddCallback")) return code;
        var thread = new Thread(() => callback(stream, code, state));
        thread.Start();
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int StreamBeginCapture(nint stream, int mode) => InContext("cuStreamBeginCapture_v2", _ =>
    {
        if (FakeObjects.Get<FakeStream>(stream) is not { Captured: null } one) return 401;
        one.Captured = [];
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int StreamEndCapture(nint stream, nint* graph)
    {
        nint made = 0;
        int code = InContext("cuStreamEndCapture", device =>
        {
            if (FakeObjects.Get<FakeStream>(stream) is not { Captured: { } work } one) return 401;
            one.Captured = null;
            made = FakeObjects.Add(new FakeGraph(one, work));
            device.Machine.Hold("graphs", 1);
            return 0;
        });
        *graph = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int GraphInstantiate(nint* result, nint graph, ulong flags)
    {
        nint made = 0;
        int code = InContext("cuGraphInstantiateWithFlags", device =>
        {
            if (FakeObjects.Get<FakeGraph>(graph) is not { } one) return 400;
            made = FakeObjects.Add(one with { Work = [.. one.Work] });
            device.Machine.Hold("graphs", 1);
            return 0;
        });
        *result = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int GraphLaunch(nint graph, nint stream) => InContext("cuGraphLaunch", device =>
    {
        if (FakeObjects.Get<FakeGraph>(graph) is not { } one) return 400;
        foreach (Action work in one.Work) Carry(device.Machine, work);
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int GraphDestroy(nint graph) => InContext("cuGraphDestroy", device =>
    {
        if (!FakeObjects.Remove<FakeGraph>(graph)) return 400;
        device.Machine.Hold("graphs", -1);
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int CopyToDevice(nint to, void* from, nuint bytes, nint stream) => InContext("cuMemcpyHtoDAsync_v2", device =>
    {
        Span<byte> range = device.Memory.Range((ulong)to, (long)bytes, true);
        if (range.Length != (int)bytes) return 1;
        new ReadOnlySpan<byte>(from, (int)bytes).CopyTo(range);
        return FakeObjects.Get<FakeStream>(stream) is { Captured: null } ? 0 : 900;
    });

    [UnmanagedCallersOnly]
    private static int CopyToHost(void* to, nint from, nuint bytes, nint stream) => InContext("cuMemcpyDtoHAsync_v2", device =>
    {
        Span<byte> range = device.Memory.Range((ulong)from, (long)bytes, false);
        if (range.Length != (int)bytes) return 1;
        range.CopyTo(new Span<byte>(to, (int)bytes));
        return FakeObjects.Get<FakeStream>(stream) is { Captured: null } ? 0 : 900;
    });

    [UnmanagedCallersOnly]
    private static int Copy(nint to, nint from, nuint bytes, nint stream) => InContext("cuMemcpyDtoDAsync_v2", device =>
    {
        if (device.Memory.Find((ulong)from) is not { } source || device.Memory.Find((ulong)to) is not { } target
            || source.Offset + (long)bytes > source.Block.Bytes.Length || target.Offset + (long)bytes > target.Block.Bytes.Length) return 1;
        if (source.Block == target.Block && Math.Abs(source.Offset - target.Offset) < (long)bytes) return 1;
        return Queue(device, stream, () =>
        {
            source.Block.Bytes.AsSpan((int)source.Offset, (int)bytes).CopyTo(target.Block.Bytes.AsSpan((int)target.Offset));
            source.Block.IsWritten.AsSpan((int)source.Offset, (int)bytes).CopyTo(target.Block.IsWritten.AsSpan((int)target.Offset));
        });
    });

    [UnmanagedCallersOnly]
    private static int Set8(nint to, byte value, nuint count, nint stream) => Set("cuMemsetD8Async", to, [value], 1, count, stream);

    [UnmanagedCallersOnly]
    private static int Set16(nint to, ushort value, nuint count, nint stream) => Set("cuMemsetD16Async", to, BitConverter.GetBytes(value), 2, count, stream);

    [UnmanagedCallersOnly]
    private static int Set32(nint to, uint value, nuint count, nint stream) => Set("cuMemsetD32Async", to, BitConverter.GetBytes(value), 4, count, stream);

    [UnmanagedCallersOnly]
    private static int Set2D32(nint to, nuint pitch, uint value, nuint width, nuint height, nint stream) =>
        width != 1 ? 1 : Set("cuMemsetD2D32Async", to, BitConverter.GetBytes(value), (int)pitch, height, stream);

    private static int Set(string name, nint to, byte[] value, int pitch, nuint count, nint stream) => InContext(name, device =>
    {
        if (to % value.Length != 0) return 1;
        long bytes = ((long)count - 1) * pitch + value.Length;
        if (device.Memory.Range((ulong)to, bytes, false).Length != bytes) return 1;
        return Queue(device, stream, () =>
        {
            for (long i = 0; i < (long)count; i++) value.CopyTo(device.Memory.Range((ulong)to + (ulong)(i * pitch), value.Length, true));
        });
    });

    [UnmanagedCallersOnly]
    private static int ModuleLoad(nint* module, byte* text, uint count, int* options, nint* values)
    {
        nint made = 0;
        string source = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        var log = new Span<byte>((void*)values[0], (int)values[1]);
        string? refused = null;
        int code = InContext("cuModuleLoadDataEx", device =>
        {
            try
            {
                if (device.Machine.Rewrite is { } rewrite) source = rewrite(source);
                var one = new FakeModule(s_kernels.GetOrAdd(source, PtxKernel.Of), source.Contains("ld.global.nc.", StringComparison.Ordinal));
                made = FakeObjects.Add(one);
                device.Machine.Hold("modules", 1);
                return 0;
            }
            catch (PtxException fault)
            {
                refused = fault.Message;
                return 218;
            }
        });
        if (refused is not null) Encoding.UTF8.GetBytes(refused[..Math.Min(refused.Length, log.Length / 4)]).CopyTo(log);
        *module = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int ModuleUnload(nint module) => InContext("cuModuleUnload", device =>
    {
        if (!FakeObjects.Remove<FakeModule>(module)) return 400;
        device.Machine.Hold("modules", -1);
        return 0;
    });

    [UnmanagedCallersOnly]
    private static int ModuleGetFunction(nint* function, nint module, byte* name)
    {
        nint made = 0;
        string entry = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        int code = InContext("cuModuleGetFunction", _ =>
        {
            if (FakeObjects.Get<FakeModule>(module) is not { } one || one.Kernel.Entry != entry) return 500;
            made = FakeObjects.Add(new FakeFunction(module, one));
            return 0;
        });
        *function = made;
        return code;
    }

    [UnmanagedCallersOnly]
    private static int LaunchKernel(
        nint function, uint x, uint y, uint z, uint lanes, uint lanesY, uint lanesZ, uint shared, nint stream, void** parameters, void** extra)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int code = Launch(function, x, y, z, lanes, lanesY, lanesZ, stream, parameters);
        if (Here is { } device) device.Machine.AllocatedInside += GC.GetAllocatedBytesForCurrentThread() - before;
        return code;
    }

    private static int Launch(nint function, uint x, uint y, uint z, uint lanes, uint lanesY, uint lanesZ, nint stream, void** parameters) =>
        InContext("cuLaunchKernel", device =>
        {
            if (FakeObjects.Get<FakeFunction>(function) is not { } one || FakeObjects.Get<FakeModule>(one.Module) is null) return 400;
            if (x == 0 || y is 0 or > 65535 || z is 0 or > 65535 || lanes is 0 or > 64 || lanesY != 1 || lanesZ != 1) return 1;
            PtxKernel kernel = one.Of.Kernel;
            var views = new ulong[kernel.ViewElements.Count];
            for (int i = 0; i < views.Length; i++) views[i] = *(ulong*)parameters[i];
            var launch = new PtxLaunch
            {
                GridX = x,
                GridY = y,
                GridZ = z,
                Lanes = (int)lanes,
                Views = views,
                Packed = new ReadOnlySpan<byte>(parameters[views.Length], kernel.PackedBytes).ToArray(),
                Memory = device.Memory,
            };
            lock (device.Machine.Lock) device.Machine.Launched.Add(kernel.Entry + (one.Of.IsCached ? " nc" : ""));
            return Queue(device, stream, () => Run(kernel, launch));
        });

    private static void Run(PtxKernel kernel, PtxLaunch launch)
    {
        using var group = new PtxGroup(kernel, launch);
        for (uint z = 0; z < launch.GridZ; z++)
            for (uint y = 0; y < launch.GridY; y++)
                for (uint x = 0; x < launch.GridX; x++) group.Run(x, y, z);
    }

    private static int Queue(FakeDevice device, nint stream, Action work)
    {
        if (FakeObjects.Get<FakeStream>(stream) is not { } one) return 400;
        if (one.Captured is { } captured) captured.Add(work);
        else Carry(device.Machine, work);
        return 0;
    }

    /// <summary>A kernel's fault shows at the next call, as on a device that runs behind.</summary>
    private static void Carry(FakeMachine machine, Action work)
    {
        if (machine.Sticky != 0) return;
        try
        {
            work();
        }
        catch (PtxException fault)
        {
            machine.Fault = fault.Message;
            machine.Sticky = 700;
        }
    }
}
