using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The weight gradient by tiles of columns, taps by input channels, times vectors of output channels: it fits whatever has full groups.</summary>
internal sealed class TileGradient : RowGradient
{
    private readonly TileCover _cover;

    /// <summary>Covers the output channels.</summary>
    public TileGradient(ConvPlan plan)
        : base(plan) => _cover = new TileCover(plan, Columns, 0);

    /// <summary>The launches that cover the output channels.</summary>
    public IReadOnlyList<ConvSegment> Segments => _cover.Segments;

    /// <summary>Likely cycles on one thread; taps beyond the edges are left out.</summary>
    public double Cycles => (double)Plan.Images * Plan.D.Destination * Plan.H.Destination * Plan.W.Destination * Plan.D.Inside * Plan.H.Inside * Plan.W.Inside
        * _cover.Cycles;

    private int Columns => Plan.Shape.Taps * Plan.In;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{_cover}, {SlicesText}, {_cover.Beyond:P0} beyond the edges");

    /// <inheritdoc/>
    protected override void Sum(Tensor x, Tensor dy, Tensor sums)
    {
        WeightGradientArgs args = Args(x, dy);
        foreach (ConvSegment segment in _cover.Segments)
        {
            var grid = new LaunchGrid(
                Plan.Lanes, (Columns + segment.Tile.Rows - 1) / segment.Tile.Rows, checked(segment.Blocks * Plan.Shape.Groups * AllSlices));
            segment.Tile.WeightGradient!(
                x.Device, grid, x.View, dy.View, sums.View, args with { Blocks = segment.Blocks, FirstChannel = segment.FirstVector * Plan.Lanes });
        }
    }
}
