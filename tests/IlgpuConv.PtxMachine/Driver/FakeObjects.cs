using System.Collections.Concurrent;

namespace IlgpuConv.PtxMachine;

/// <summary>The driver's objects behind handles, which are never given twice.</summary>
internal static class FakeObjects
{
    private static readonly ConcurrentDictionary<nint, object> s_objects = new();
    private static long s_next = 0x1000;

    public static nint Add(object value)
    {
        nint handle = (nint)Interlocked.Increment(ref s_next);
        s_objects[handle] = value;
        return handle;
    }

    public static T? Get<T>(nint handle)
        where T : class => s_objects.TryGetValue(handle, out object? value) ? value as T : null;

    public static bool Remove<T>(nint handle)
        where T : class => s_objects.TryGetValue(handle, out object? value) && value is T && s_objects.TryRemove(handle, out _);
}

/// <summary>A device of a machine, and its primary context.</summary>
internal sealed class FakeDevice(FakeMachine machine, int index)
{
    public FakeMachine Machine { get; } = machine;

    public int Index { get; } = index;

    public DeviceMemory Memory { get; } = new();

    public int Retained { get; set; }

    /// <summary>The handle of the primary context.</summary>
    public nint Context { get; set; }
}

/// <summary>A stream, which runs everything at once, or records it.</summary>
internal sealed class FakeStream(FakeDevice device)
{
    public FakeDevice Device { get; } = device;

    public List<Action>? Captured { get; set; }
}

/// <summary>An event: when it was recorded, in seconds.</summary>
internal sealed class FakeEvent
{
    public double? Seconds { get; set; }
}

/// <summary>A module with its kernel.</summary>
internal sealed record FakeModule(PtxKernel Kernel, bool IsCached);

/// <summary>A function of a module that is loaded.</summary>
internal sealed record FakeFunction(nint Module, FakeModule Of);

/// <summary>What was recorded.</summary>
internal sealed record FakeGraph(FakeStream Stream, List<Action> Work);
