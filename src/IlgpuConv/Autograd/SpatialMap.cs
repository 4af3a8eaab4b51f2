using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>
/// Which positions of one input of an operation an output position reads: links between axes, of which there may be several sets, or the
/// same elements in another arrangement. Along an axis that no link names everything is read, as by a sum over it.
/// </summary>
public sealed class SpatialMap
{
    private SpatialMap(IReadOnlyList<IReadOnlyList<AxisLink>> terms) => Terms = terms;

    /// <summary>Every output reads everything.</summary>
    public static SpatialMap Everything { get; } = new([[]]);

    /// <summary>Sets of links, an axis at most once in each; an output reads what one of them says.</summary>
    public IReadOnlyList<IReadOnlyList<AxisLink>> Terms { get; }

    /// <summary>Axes of the input whose sizes fit no rule, so that nothing can be said of positions along them.</summary>
    public IReadOnlyList<int> UnknownAxes { get; private init; } = [];

    /// <summary>The same elements in order: the layouts between which nothing moves in memory; null for links.</summary>
    public (Layout From, Layout To)? Arrangement { get; private init; }

    /// <summary>The place of the input whose numbers move what is read, in positions: the offsets of deformable sampling; null for none.</summary>
    public int? DisplacedBy { get; private init; }

    /// <summary>The shape of what this map makes, and what then reads it; null where this is all.</summary>
    public (Shape Between, SpatialMap Next)? Continuation { get; private init; }

    /// <summary>Links between axes.</summary>
    public static SpatialMap Of(params IEnumerable<AxisLink> links) => new([[.. links]]);

    /// <summary>Element by element: axes are aligned from the last one on, and a size of 1 is repeated.</summary>
    public static SpatialMap Aligned(Shape input, Shape output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        int shift = output.Rank - input.Rank;
        var links = new List<AxisLink>();
        var unknown = new List<int>();
        for (int axis = 0; axis < input.Rank; axis++)
        {
            if (axis + shift >= 0 && input[axis] == output[axis + shift]) links.Add(new AxisLink(axis, axis + shift, AxisMap.Identity));
            else if (input[axis] != 1) unknown.Add(axis);
        }
        return new SpatialMap([links]) { UnknownAxes = unknown };
    }

    /// <summary>Element by element along all axes but the ones given, along which all is read.</summary>
    public static SpatialMap Across(Shape input, params IReadOnlyCollection<int> axes)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Of(Enumerable.Range(0, input.Rank).Where(axis => !axes.Contains(axis)).Select(axis => new AxisLink(axis, axis, AxisMap.Identity)));
    }

    /// <summary><c>[N, C, spatial...]</c>: samples stay, channels are summed over, and each spatial axis has a map, slowest first.</summary>
    public static SpatialMap Spatial(params IReadOnlyList<AxisMap> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return Of([new AxisLink(0, 0, AxisMap.Identity), .. axes.Select((map, i) => new AxisLink(i + 2, i + 2, map))]);
    }

    /// <summary>The same elements in memory, seen as <paramref name="from"/> and as <paramref name="to"/>.</summary>
    public static SpatialMap Rearranged(Layout from, Layout to) => new([]) { Arrangement = (from, to) };

    /// <summary>What one of the two reads.</summary>
    public SpatialMap Or(SpatialMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Arrangement is not null || other.Arrangement is not null)
            throw new ArgumentException("[spatial map] only links between axes can be joined. Got an arrangement.", nameof(other));
        return new SpatialMap([.. Terms, .. other.Terms]) { UnknownAxes = [.. UnknownAxes, .. other.UnknownAxes], DisplacedBy = DisplacedBy ?? other.DisplacedBy };
    }

    /// <summary>Nothing can be said of any position of an input: of lists of sites, for one.</summary>
    public static SpatialMap Unknown(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new([[]]) { UnknownAxes = [.. Enumerable.Range(0, input.Rank)] };
    }

    /// <summary>This map, whose result of shape <paramref name="between"/> is then read by another.</summary>
    public SpatialMap Then(Shape between, SpatialMap next) =>
        new(Terms) { UnknownAxes = UnknownAxes, Arrangement = Arrangement, DisplacedBy = DisplacedBy, Continuation = (between, next) };

    /// <summary>The same, with what is read moved by the numbers of input <paramref name="input"/>.</summary>
    public SpatialMap MovedBy(int input) => new(Terms) { UnknownAxes = UnknownAxes, Arrangement = Arrangement, DisplacedBy = input };
}
