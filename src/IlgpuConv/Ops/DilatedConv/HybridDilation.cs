namespace IlgpuConv.Ops;

/// <summary>
/// What a stack of dilated convolutions of one kernel size reads along an axis, and whether it holds to the rule of hybrid dilated
/// convolution (Wang et al. 2018): with <c>M_n = d_n</c> and <c>M_i = max(M_{i+1} - 2 d_i, M_{i+1} - 2 (M_{i+1} - d_i), d_i)</c>, the largest
/// gap <c>M_2</c> is at most the kernel, and the dilations have no common factor. Otherwise the stack may read a grid with holes.
/// </summary>
public sealed class HybridDilation
{
    /// <summary>Looks at a stack.</summary>
    /// <param name="kernel">Taps along an axis, the same in each convolution.</param>
    /// <param name="dilations">The dilations, first convolution first.</param>
    /// <exception cref="ArgumentException">There is no dilation, or a number is below 1.</exception>
    public HybridDilation(int kernel, params IReadOnlyList<int> dilations)
    {
        ArgumentNullException.ThrowIfNull(dilations);
        if (kernel < 1 || dilations.Count == 0 || dilations.Any(d => d < 1))
            throw new ArgumentException($"[dilated] kernel and dilations must be at least 1, and there must be a dilation. Got kernel {kernel}, dilations [{string.Join(", ", dilations)}].", nameof(dilations));
        (Kernel, Dilations) = (kernel, [.. dilations]);
        LargestGap = dilations[^1];
        for (int i = dilations.Count - 2; i >= 1; i--)
            LargestGap = Math.Max(Math.Max(LargestGap - 2 * dilations[i], 2 * dilations[i] - LargestGap), dilations[i]);
        CommonFactor = dilations.Aggregate(Factor);
        Field = checked(1 + dilations.Sum(d => d * (kernel - 1)));
        Read = Reached(kernel, dilations);
    }

    /// <summary>Taps along an axis.</summary>
    public int Kernel { get; }

    /// <summary>The dilations, first convolution first.</summary>
    public IReadOnlyList<int> Dilations { get; }

    /// <summary><c>M_2</c>, the largest distance between taps that the later convolutions leave for the first to fill.</summary>
    public int LargestGap { get; }

    /// <summary>The greatest common factor of the dilations.</summary>
    public int CommonFactor { get; }

    /// <summary>Input positions from the first to the last that one output depends on, along an axis: <c>1 + Σ d (k - 1)</c>.</summary>
    public int Field { get; }

    /// <summary>How many of them are read; in an image the square of it.</summary>
    public int Read { get; }

    /// <summary>Whether the rule holds.</summary>
    public bool Holds => LargestGap <= Kernel && CommonFactor == 1;

    /// <summary>The numbers in one line.</summary>
    public override string ToString() =>
        $"kernel {Kernel}, dilations [{string.Join(", ", Dilations)}]: largest gap {LargestGap}, common factor {CommonFactor}, {Read} of {Field} positions read";

    private static int Factor(int a, int b) => b == 0 ? a : Factor(b, a % b);

    private static int Reached(int kernel, IReadOnlyList<int> dilations)
    {
        HashSet<int> positions = [0];
        foreach (int dilation in dilations)
            positions = [.. positions.SelectMany(p => Enumerable.Range(0, kernel).Select(tap => p + tap * dilation))];
        return positions.Count;
    }
}
