using IlgpuConv.Autograd;

namespace IlgpuConv.Analysis;

/// <summary>
/// What the outputs of a layer see along one spatial axis of the network's input. A convolution of k taps, stride s, dilation d and padding p
/// makes of r, j and start: <c>r + d (k - 1) j</c>, <c>j s</c> and <c>start + (d (k - 1) / 2 - p) j</c>; what no such formula gives, branches and
/// transposed convolutions, comes from the sets of positions themselves. Source: Araujo et al., "Computing Receptive Fields of Convolutional
/// Neural Networks" (2019).
/// </summary>
/// <param name="Size">r: input positions from the first to the last that an output sees, as if the input had no end; of outputs that differ the most.</param>
/// <param name="LeastSize">The least of outputs that differ.</param>
/// <param name="Jump">j: input positions from one output to the next; below 1 behind a transposed convolution.</param>
/// <param name="Start">The centre of what the first output sees, in input positions; the centre of the first of those is 0.5.</param>
/// <param name="SeesWhole">Whether an output also sees the whole axis, through a global pooling, say. If that is all it sees, size and jump are the input's size.</param>
/// <param name="Reads">What each output sees, position by position; empty where all it sees is the whole axis.</param>
public sealed record AxisField(int Size, int LeastSize, double Jump, double Start, bool SeesWhole, IReadOnlyList<AxisMap> Reads)
{
    /// <summary>Positions that output <paramref name="output"/> sees, without those of the whole axis.</summary>
    public PositionSet At(int output) => Reads.Aggregate(PositionSet.Empty, (all, map) => all.Union(map.At(output)));

    internal static AxisField Of(IEnumerable<AxisMap> maps, int size)
    {
        AxisMap[] all = [.. maps], local = [.. all.Where(map => !map.ReadsAll)];
        if (local.Length == 0) return new AxisField(size, size, size, size / 2.0, true, []);
        var field = new AxisField(0, 0, local[0].Jump, 0, local.Length < all.Length, local);
        PositionSet[] seen = [.. Enumerable.Range(0, local.Max(map => map.Period)).Select(field.At)];
        return field with { Size = seen.Max(set => set.Span), LeastSize = seen.Min(set => set.Span), Start = (seen[0].First + seen[0].Last + 1) / 2.0 };
    }

    /// <summary>The numbers in one line, such as <c>7, jump 2, start 0.5</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{(LeastSize == Size ? $"{Size}" : $"{LeastSize} to {Size}")}, jump {Jump:0.###}, start {Start:0.###}{(SeesWhole ? ", and the whole axis" : "")}");
}
