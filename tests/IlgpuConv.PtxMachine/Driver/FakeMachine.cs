namespace IlgpuConv.PtxMachine;

/// <summary>A machine with a CUDA driver of its own: what the driver says of it, which calls fail, and what it still holds.</summary>
public sealed class FakeMachine
{
    /// <summary>The version that the driver gives: 12.4.</summary>
    public int DriverVersion { get; init; } = 12040;

    /// <summary>The devices: their names and compute capabilities, 90 for 9.0.</summary>
    public IReadOnlyList<(string Name, int ComputeCapability)> Devices { get; init; } = [("Paper GPU", 90)];

    /// <summary>Bytes of memory of each device.</summary>
    public long MemoryBytes { get; init; } = 1L << 32;

    /// <summary>The calls that fail, and the code that they give: <c>cuMemAlloc_v2</c> and 2.</summary>
    public Dictionary<string, int> Failing { get; } = [];

    /// <summary>The entry points that the library lacks.</summary>
    public HashSet<string> Missing { get; } = [];

    /// <summary>What the driver does to a text before it compiles it: how a wrong rule of the compiler is played.</summary>
    public Func<string, string>? Rewrite { get; init; }

    /// <summary>What a kernel did that it must not, or null.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Calls of every entry point so far.</summary>
    public Dictionary<string, int> Calls { get; } = [];

    /// <summary>The entry points of functions that ran, <c>nc</c> behind those that read through the read-only cache.</summary>
    public List<string> Launched { get; } = [];

    /// <summary>What the driver holds: contexts, streams, events, modules, blocks of memory, graphs.</summary>
    public Dictionary<string, int> Held { get; } = [];

    /// <summary>Bytes that launches allocated within the driver: the interpreter's, not the device's.</summary>
    public long AllocatedInside { get; internal set; }

    /// <summary>The code that every call gives since a kernel failed.</summary>
    internal int Sticky { get; set; }

    internal long Used { get; set; }

    internal Lock Lock { get; } = new();

    /// <summary>What the driver holds, in words; empty when it holds nothing.</summary>
    public string Leaks
    {
        get
        {
            lock (Lock) return string.Join(", ", Held.Where(h => h.Value != 0).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Value} {h.Key}"));
        }
    }

    internal void Hold(string what, int change)
    {
        lock (Lock) Held[what] = Held.GetValueOrDefault(what) + change;
    }
}
