using IlgpuConv.Autograd;

namespace IlgpuConv.Analysis;

/// <summary>
/// How many inputs of a transposed convolution reach each output along one axis, <c>o[a] = #{(i, u) : i stride - padding + u dilation = a}</c>. Where that
/// differs from output to output, equal weights make a checkerboard. With dilation 1 it is even inside if and only if the stride divides the
/// kernel. Source: Odena et al., "Deconvolution and Checkerboard Artifacts" (2016).
/// </summary>
/// <param name="Counts">o, from the first output to the last.</param>
/// <param name="Phases">o far from the ends, of the outputs of one stride.</param>
public sealed record OverlapCounts(IReadOnlyList<int> Counts, IReadOnlyList<int> Phases)
{
    /// <summary>The least of the inside.</summary>
    public int Least => Phases.Min();

    /// <summary>The most of the inside.</summary>
    public int Most => Phases.Max();

    /// <summary>Whether all outputs inside are reached equally often.</summary>
    public bool IsEven => Least == Most;

    /// <summary>Counts for an axis of <paramref name="inputs"/> positions.</summary>
    /// <param name="inputs">Positions of the input.</param>
    /// <param name="kernel">Taps.</param>
    /// <param name="stride">Outputs from one input to the next.</param>
    /// <param name="padding">Outputs cut off at both ends.</param>
    /// <param name="outputPadding">Outputs added at the end.</param>
    /// <param name="dilation">Outputs from one tap to the next.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static OverlapCounts Of(int inputs, int kernel, int stride, int padding = 0, int outputPadding = 0, int dilation = 1)
    {
        string got = $"Got inputs {inputs}, kernel {kernel}, stride {stride}, padding {padding}, outputPadding {outputPadding}, dilation {dilation}.";
        if (inputs < 1 || kernel < 1 || stride < 1 || dilation < 1)
            throw new ArgumentException($"[overlap] inputs, kernel, stride and dilation must be at least 1. {got}", nameof(inputs));
        long outputs = (inputs - 1L) * stride - 2L * padding + (long)dilation * (kernel - 1) + outputPadding + 1;
        if (outputs is < 1 or > int.MaxValue) throw new ArgumentException($"[overlap] there must be outputs. {got}", nameof(padding));
        AxisMap map = AxisMap.Taps(kernel, 1, -padding, -dilation, stride);
        int[] counts = [.. Enumerable.Range(0, (int)outputs).Select(a => (int)map.At(a).Within(inputs).Count)];
        return new OverlapCounts(counts, [.. Enumerable.Range(0, stride).Select(a => (int)map.At(a).Count)]);
    }

    /// <summary>Counts in an image whose rows are counted here: their products with those of its columns.</summary>
    public int[,] With(OverlapCounts columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var image = new int[Counts.Count, columns.Counts.Count];
        for (int i = 0; i < Counts.Count; i++)
            for (int j = 0; j < columns.Counts.Count; j++) image[i, j] = Counts[i] * columns.Counts[j];
        return image;
    }

    /// <summary>The counts in one line.</summary>
    public override string ToString() => $"{string.Join(", ", Counts)}; inside {(IsEven ? $"all {Least}" : $"{Least} to {Most}")}";
}
