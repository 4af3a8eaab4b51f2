namespace IlgpuConv.Runtime;

/// <summary>A compiled kernel: the identity under which a launch names it, and what each device needs to run it.</summary>
public sealed class Kernel
{
    private static int s_count;

    private int _isBegun;

    /// <summary>Makes a kernel; generated code calls it once a kernel.</summary>
    /// <param name="name">The full name: namespace, class, method, and <c>/f64</c> for a double twin.</param>
    /// <param name="argumentBytes">The size of the argument block.</param>
    /// <param name="usesBarrier">Whether lanes of a group wait for each other.</param>
    /// <param name="parameters">The parameters in order.</param>
    /// <param name="code">The compiled forms.</param>
    public Kernel(string name, int argumentBytes, bool usesBarrier, KernelParameter[] parameters, KernelCode code)
    {
        Name = name;
        ArgumentBytes = argumentBytes;
        UsesBarrier = usesBarrier;
        Parameters = parameters;
        Code = code;
        Index = Interlocked.Increment(ref s_count) - 1;
    }

    /// <summary>The full name.</summary>
    public string Name { get; }

    /// <summary>A small number, unique in the process: a device finds its own form of the kernel with it.</summary>
    public int Index { get; }

    /// <summary>The size of the argument block in bytes.</summary>
    public int ArgumentBytes { get; }

    /// <summary>Whether lanes of a group wait for each other.</summary>
    public bool UsesBarrier { get; }

    /// <summary>The parameters in order.</summary>
    public IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>The compiled forms.</summary>
    public KernelCode Code { get; }

    /// <summary>Whether this is the first call: what follows makes the machine code of the kernel.</summary>
    internal bool Begin() => Volatile.Read(ref _isBegun) == 0 && Interlocked.Exchange(ref _isBegun, 1) == 0;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
