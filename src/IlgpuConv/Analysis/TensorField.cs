using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// How the positions of a tensor depend on those of the network's input: where the input's spatial axes lie in it, and a union of boxes, each
/// with one map for each of those axes.
/// </summary>
/// <param name="Axes">For each axis of the tensor the parts that it is made of, slowest first.</param>
/// <param name="Boxes">The boxes; none where the tensor does not depend on the input.</param>
internal sealed record TensorField(IReadOnlyList<IReadOnlyList<AxisPart>> Axes, IReadOnlyList<AxisMap[]> Boxes)
{
    private const int MostBoxes = 24;

    /// <summary>Whether boxes were joined to larger ones because there were too many.</summary>
    public bool IsJoined { get; init; }

    /// <summary>The input itself, <c>[N, C, spatial...]</c>.</summary>
    public static TensorField Of(Shape input)
    {
        AxisMap[] box = [.. Enumerable.Repeat(AxisMap.Identity, input.Rank - 2)];
        return new TensorField([.. input.Select((size, axis) => (IReadOnlyList<AxisPart>)[new AxisPart(axis - 2, size)])], [box]);
    }

    /// <summary>What does not depend on the input.</summary>
    public static TensorField None(Shape shape) => new([.. shape.Select(size => (IReadOnlyList<AxisPart>)[new AxisPart(AxisPart.None, size)])], []);

    /// <summary>What reads this tensor through a map.</summary>
    /// <exception cref="NotSupportedException">The map says nothing of an axis along which positions lie.</exception>
    public TensorField Through(SpatialMap map, Shape output, string operation)
    {
        if (Boxes.Count == 0) return None(output);
        Shape shape = map.Continuation is { } next ? next.Between : output;
        TensorField read = map.Arrangement is { } arrangement ? Rearranged(arrangement.From, arrangement.To) : Linked(map, shape, operation);
        return map.Continuation is { } then ? read.Through(then.Next, output, operation) : read;
    }

    /// <summary>What depends on two tensors of one shape.</summary>
    public TensorField And(TensorField other)
    {
        if (other.Boxes.Count == 0) return this;
        if (Boxes.Count == 0) return other;
        IReadOnlyList<AxisPart>[] axes = [.. Axes];
        var lost = new HashSet<int>();
        foreach (int label in other.Labels().Except(Labels()))
        {
            int at = other.AxisOf(label);
            if (axes[at].All(part => part.Label < 0)) axes[at] = other.Axes[at];
        }
        foreach (int label in other.Labels())
            if (!Lie(axes[other.AxisOf(label)]).SequenceEqual(Lie(other.Axes[other.AxisOf(label)]))) lost.Add(label);
        IEnumerable<AxisMap[]> boxes = other.Boxes.Select(box => box.Select((map, label) => lost.Contains(label) ? AxisMap.All : map).ToArray());
        return Reduced(axes, [.. Boxes, .. boxes], IsJoined || other.IsJoined);
    }

    /// <summary>Which positions lie along an axis, whatever their number.</summary>
    private static IEnumerable<int> Lie(IReadOnlyList<AxisPart> parts) =>
        parts.Where(part => part.Label >= 0 || part.Size > 1).Select(part => Math.Max(part.Label, AxisPart.None));

    private IEnumerable<int> Labels() => Axes.SelectMany(parts => parts).Select(part => part.Label).Where(label => label >= 0);

    private int AxisOf(int label) => Enumerable.Range(0, Axes.Count).First(axis => Axes[axis].Any(part => part.Label == label));

    private TensorField Linked(SpatialMap map, Shape output, string operation)
    {
        foreach (int axis in map.UnknownAxes)
        {
            if (Axes[axis].All(part => part.Label < 0)) continue;
            throw new NotSupportedException(
                $"[receptive field] an operation must say which positions it reads. Got {operation}, which says nothing of axis {axis} of its input.");
        }
        TensorField field = None(output);
        foreach (IReadOnlyList<AxisLink> links in map.Terms) field = field.And(Linked(links, output));
        return field with { IsJoined = field.IsJoined || IsJoined };
    }

    private TensorField Linked(IReadOnlyList<AxisLink> links, Shape output)
    {
        IReadOnlyList<AxisPart>[] axes = [.. None(output).Axes];
        var maps = new AxisMap?[Boxes.Count == 0 ? 0 : Boxes[0].Length];
        foreach (AxisLink link in links)
        {
            AxisPart[] parts = [.. Axes[link.Input].Where(part => part.Label >= 0 || part.Size > 1)];
            bool isIdentity = link.Map.Contains(AxisMap.Identity) && AxisMap.Identity.Contains(link.Map);
            if (parts is [{ Label: >= 0 } part] && !link.Map.ReadsAll) axes[link.Output] = [part with { Size = output[link.Output] }];
            else if (isIdentity) axes[link.Output] = Axes[link.Input];
            else continue;
            foreach (AxisPart each in parts)
                if (each.Label >= 0) maps[each.Label] = link.Map;
        }
        return Reduced(axes, [.. Boxes.Select(box => box.Select((inner, label) => maps[label] is { } outer ? outer.After(inner) : AxisMap.All).ToArray())], false);
    }

    /// <summary>The parts in the order of memory, cut anew: parts that hold no positions may be cut, the others stay whole or are read as a whole.</summary>
    private TensorField Rearranged(Layout from, Layout to)
    {
        var parts = new Queue<AxisPart>(from.MemoryAxes.ToArray().SelectMany(axis => Axes[axis]).Where(part => part.Size != 1));
        if (to.Shape.Elements == 0) return Lost(to.Shape);
        var axes = new IReadOnlyList<AxisPart>[to.Shape.Rank];
        var kept = new HashSet<int>();
        AxisPart rest = new(AxisPart.None, 1);
        foreach (int axis in to.MemoryAxes)
        {
            var here = new List<AxisPart>();
            for (int left = to.Shape[axis]; left > 1;)
            {
                if (rest.Size == 1 && !parts.TryDequeue(out rest)) return Lost(to.Shape);
                bool isWhole = left % rest.Size == 0;
                if (!isWhole && rest.Size % left != 0) return Lost(to.Shape);
                AxisPart taken = isWhole ? rest : new AxisPart(AxisPart.None, left);
                if (taken.Label >= 0) kept.Add(taken.Label);
                if (taken.Label < 0 && here.Count > 0 && here[^1].Label < 0) here[^1] = new AxisPart(AxisPart.None, here[^1].Size * taken.Size);
                else here.Add(taken);
                left /= taken.Size;
                rest = new AxisPart(AxisPart.None, rest.Size / taken.Size);
            }
            axes[axis] = here.Count == 0 ? [new AxisPart(AxisPart.None, to.Shape[axis])] : here;
        }
        return Reduced(axes, [.. Boxes.Select(box => box.Select((map, label) => kept.Contains(label) ? map : AxisMap.All).ToArray())], IsJoined);
    }

    private TensorField Lost(Shape shape) =>
        None(shape) with { Boxes = Boxes.Count == 0 ? [] : [[.. Boxes[0].Select(_ => AxisMap.All)]] };

    /// <summary>Without boxes that lie inside others; with too many, those that cover the same axes are joined.</summary>
    private static TensorField Reduced(IReadOnlyList<IReadOnlyList<AxisPart>> axes, IEnumerable<AxisMap[]> boxes, bool isJoined)
    {
        var kept = new List<AxisMap[]>();
        foreach (AxisMap[] box in boxes)
        {
            if (kept.Exists(other => Contains(other, box))) continue;
            kept.RemoveAll(other => Contains(box, other));
            kept.Add(box);
        }
        if (kept.Count <= MostBoxes) return new TensorField(axes, kept) { IsJoined = isJoined };
        AxisMap[][] joined =
        [
            .. kept.GroupBy(box => string.Join(' ', box.Select(map => map.ReadsAll ? "all" : FormattableString.Invariant($"{map.Jump}"))))
                .Select(group => group.Aggregate((a, b) => [.. a.Zip(b, (left, right) => left.Union(right))])),
        ];
        return new TensorField(axes, joined) { IsJoined = true };
    }

    private static bool Contains(AxisMap[] outer, AxisMap[] inner) => outer.Zip(inner, (a, b) => a.Contains(b)).All(fits => fits);
}
