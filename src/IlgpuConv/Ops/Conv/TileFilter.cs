using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The filter as the tile kernels read it: <c>[sample][group][block of channels][tap][channel summed over][channels of the block]</c>.</summary>
internal sealed class TileFilter(ConvPlan plan, TileCover cover)
{
    private object? _key;

    /// <summary>What it depends on besides the weight.</summary>
    public object Key => _key ??= (typeof(TileFilter),
        $"{(int)plan.Direction} {plan.Shape.Groups} {plan.Lanes} {string.Join(' ', cover.Segments.Select(s => $"{s.Tile.Vectors}x{s.Blocks}"))}");

    /// <summary>Elements of a sample.</summary>
    public long Elements => (long)plan.Shape.Groups * plan.Shape.Taps * plan.In * cover.Channels;

    /// <summary>Elements of a group.</summary>
    public int GroupElements => checked(plan.Shape.Taps * plan.In * cover.Channels);

    /// <summary>Whether a filter of each sample lies as the kernel reads it: one block of all output channels, without room between.</summary>
    public bool IsPacked(Tensor weight) => plan is { Direction: ConvDirection.Forward, Shape.Groups: 1 } && cover.Segments is [{ Blocks: 1 }]
        && cover.Channels == plan.Out && weight.Order == MemoryOrder.PerSampleFilter && weight.Layout.IsDense;

    /// <summary>The packed filter that all samples share.</summary>
    public Tensor Pack(Tensor weight)
    {
        Tensor packed = Room(weight, 1);
        Pack(weight, packed, 0, 1);
        return packed;
    }

    /// <summary>Room for the packed filters of so many samples.</summary>
    public Tensor Room(Tensor weight, int filters) =>
        Tensor.Empty([filters, plan.Shape.Groups, GroupElements], weight.Type, weight.Device, MemoryOrder.RowMajor);

    /// <summary>Packs the filters of some samples.</summary>
    public void Pack(Tensor weight, Tensor packed, int first, int filters)
    {
        ConvShape shape = plan.Shape;
        PackArgs strides = FilterStrides.Of(plan, weight);
        BufferView from = Pointwise.Skip(weight, (long)first * strides.StrideBatch);
        foreach (ConvSegment segment in cover.Segments)
        {
            int width = segment.Tile.Vectors * plan.Lanes;
            PackArgs args = strides with
            {
                Blocks = segment.Blocks, Width = width, FirstChannel = segment.FirstVector * plan.Lanes, FilterBatch = GroupElements * shape.Groups,
                FilterGroup = GroupElements, FilterFirst = shape.Taps * plan.In * segment.FirstVector * plan.Lanes,
            };
            var grid = new LaunchGrid(width, shape.Taps, checked(segment.Blocks * shape.Groups * filters));
            if (args.StrideOut == 1) ConvKernelsLaunch.PackContiguous(weight.Device, grid, from, packed.View, args);
            else ConvKernelsLaunch.PackStrided(weight.Device, grid, from, packed.View, args);
        }
    }
}
