using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>What the outputs of one operation of a network see of its input.</summary>
/// <param name="Index">The place of the operation among all that ran, those of parameters alone counted too.</param>
/// <param name="Layer">The layer's name, such as <c>layer1.0.conv1</c>; of operations between layers the module around them.</param>
/// <param name="Kind">The layer's type, such as <c>Conv2d</c>.</param>
/// <param name="Operation">The operation, such as <c>conv</c>.</param>
/// <param name="Input">The shape of the network's input.</param>
/// <param name="Output">The shape of what the operation gives.</param>
/// <param name="Axes">The field along each spatial axis of the input, slowest first; empty where the output does not depend on the input.</param>
/// <param name="Boxes">What an output sees: the union of boxes, each with one map for each axis.</param>
/// <param name="OutputAxes">Along which axis of the output each spatial axis of the input lies; -1 where its positions are mixed.</param>
/// <param name="IsJoined">Whether there were so many boxes that some were joined to larger ones: each axis is still right, their product may be too large.</param>
/// <param name="Offsets">How far the layer moves its taps, which the field leaves out; null where it does not.</param>
public sealed record LayerField(
    int Index, string Layer, string Kind, string Operation, Shape Input, Shape Output, IReadOnlyList<AxisField> Axes, IReadOnlyList<IReadOnlyList<AxisMap>> Boxes,
    IReadOnlyList<int> OutputAxes, bool IsJoined, OffsetStatistics? Offsets)
{
    /// <summary>Whether every output also depends on the whole input: through global pooling, attention over it, or filters made from it.</summary>
    public bool SeesWhole => Axes.Count > 0 && Axes.All(axis => axis.SeesWhole);

    /// <summary>Positions that the output at place 0 of every axis sees, those of the whole input left out unless there are no others; holes do not count.</summary>
    public long Positions
    {
        get
        {
            var local = Boxes.Where(box => !box.Any(map => map.ReadsAll)).ToList();
            return local.Count > 0 ? Volume([.. local.Select(box => Sets(box, new int[box.Count], false))], 0) : Axes.Aggregate(Axes.Count > 0 ? 1L : 0, (all, axis) => all * axis.Size);
        }
    }

    /// <summary>
    /// The part of its field that the output at place 0 of every axis sees, <see cref="Positions"/> by the product of the spans: 1 without holes, less where dilations
    /// leave a grid or branches a cross.
    /// </summary>
    public double Coverage
    {
        get
        {
            double whole = Axes.Aggregate(1.0, (all, axis) => all * (axis.Reads.Count == 0 ? axis.Size : axis.At(0).Span));
            return whole == 0 ? 0 : Positions / whole;
        }
    }

    /// <summary>
    /// What the output at <paramref name="position"/> sees within the input, as boxes: for each the positions along each axis. An axis whose positions
    /// are mixed in the output takes any number.
    /// </summary>
    /// <param name="position">A place along each spatial axis.</param>
    /// <param name="withWhole">Whether boxes count that hold the whole of an axis because something reads all of it.</param>
    public IReadOnlyList<IReadOnlyList<PositionSet>> At(IReadOnlyList<int> position, bool withWhole = true)
    {
        ArgumentNullException.ThrowIfNull(position);
        return [.. Boxes.Where(box => withWhole || !box.Any(map => map.ReadsAll)).Select(box => Sets(box, position, true))];
    }

    /// <summary>What the output at <paramref name="position"/> sees, one flag for each position of the input, row by row.</summary>
    public bool[] Mask(IReadOnlyList<int> position, bool withWhole = true)
    {
        var mask = new bool[Input.Skip(2).Aggregate(1, (all, size) => all * size)];
        foreach (IReadOnlyList<PositionSet> box in At(position, withWhole)) Paint(mask, box, 0, 0);
        return mask;
    }

    /// <summary>The layer in one line.</summary>
    public override string ToString() => $"{(Layer.Length == 0 ? "" : Layer + " ")}{Operation} {Output}: {(Axes.Count == 0 ? "constant" : string.Join(" | ", Axes))}{(Offsets is null ? "" : $"; {Offsets}")}";

    private PositionSet[] Sets(IReadOnlyList<AxisMap> box, IReadOnlyList<int> position, bool isWithin) =>
        [.. box.Select((map, axis) => map.ReadsAll ? PositionSet.Range(0, Input[axis + 2] - 1) : isWithin ? map.At(position[axis]).Within(Input[axis + 2]) : map.At(position[axis]))];

    private void Paint(bool[] mask, IReadOnlyList<PositionSet> box, int axis, int start)
    {
        foreach (int position in box[axis].Positions())
        {
            int at = start * Input[axis + 2] + position;
            if (axis == box.Count - 1) mask[at] = true;
            else Paint(mask, box, axis + 1, at);
        }
    }

    /// <summary>Positions in a union of boxes: along one axis cut where a run begins or ends, the boxes that hold a piece along the others.</summary>
    private static long Volume(List<PositionSet[]> boxes, int axis)
    {
        if (boxes.Count == 0) return 0;
        if (axis == boxes[0].Length) return 1;
        int[] cuts = [.. boxes.SelectMany(box => box[axis].Runs).SelectMany(run => (int[])[run.First, run.Last + 1]).Distinct().Order()];
        long volume = 0;
        for (int i = 0; i + 1 < cuts.Length; i++)
            volume += (cuts[i + 1] - cuts[i]) * Volume([.. boxes.Where(box => box[axis].Contains(cuts[i]))], axis + 1);
        return volume;
    }
}
