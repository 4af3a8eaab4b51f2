using IlgpuConv.Autograd;

namespace IlgpuConv.Analysis;

/// <summary>
/// Which positions along one axis a stack of dilated convolutions of stride 1 reaches from one output. Where some within its field are missed, the
/// output sees a grid. Source: Wang et al., "Understanding Convolution for Semantic Segmentation" (2018), which calls it gridding.
/// </summary>
/// <param name="Kernel">Taps of each convolution.</param>
/// <param name="Dilations">The dilations, first layer first.</param>
/// <param name="Reached">The positions, with the output's own as 0 if the kernel is odd.</param>
/// <param name="Paths">From the first position to the last, how many ways there are from it to the output.</param>
public sealed record TapCoverage(int Kernel, IReadOnlyList<int> Dilations, PositionSet Reached, IReadOnlyList<long> Paths)
{
    /// <summary>Positions along each axis of the field: <c>1 + (kernel - 1) Σ dilation</c>.</summary>
    public int Size => Reached.Span;

    /// <summary>Positions of a square field that are reached.</summary>
    public long Positions => Reached.Count * Reached.Count;

    /// <summary>Positions of a square field.</summary>
    public long Field => (long)Size * Size;

    /// <summary>Whether no position is missed.</summary>
    public bool IsFull => Reached.Count == Size;

    /// <summary>What a stack reaches.</summary>
    /// <exception cref="ArgumentException">There is no dilation, or a number is below 1.</exception>
    public static TapCoverage Of(int kernel, params IReadOnlyList<int> dilations)
    {
        Check(kernel, dilations);
        int first = 0;
        long[] paths = [1];
        foreach (int dilation in dilations)
        {
            var next = new long[checked(paths.Length + (kernel - 1) * dilation)];
            for (int at = 0; at < paths.Length; at++)
                for (int tap = 0; tap < kernel; tap++) next[at + tap * dilation] += paths[at];
            first -= (kernel - 1) / 2 * dilation;
            paths = next;
        }
        return new TapCoverage(kernel, [.. dilations], PositionSet.Of(Enumerable.Range(0, paths.Length).Where(at => paths[at] > 0).Select(at => first + at)), paths);
    }

    /// <summary>What is reached, in one line.</summary>
    public override string ToString() =>
        $"{Kernel}x{Kernel} with dilations {string.Join(", ", Dilations)}: {Positions} of {Field} positions ({Size} x {Size})";

    internal static void Check(int kernel, IReadOnlyList<int> dilations)
    {
        ArgumentNullException.ThrowIfNull(dilations);
        if (kernel >= 1 && dilations.Count > 0 && dilations.Min() >= 1) return;
        throw new ArgumentException($"[dilation] there must be dilations, and they and the kernel at least 1. Got kernel {kernel}, dilations ({string.Join(", ", dilations)}).", nameof(dilations));
    }
}
