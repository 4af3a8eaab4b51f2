using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A matrix of a filter packed for the product kernels, <c>[repeat][block of vectors][term][element]</c> with zeros past the last element, and the
/// stages that multiply with it.
/// </summary>
internal sealed class DeformFilter
{
    private const int NearElements = 160 << 10;
    private const int PartElements = 64 << 10;

    private readonly DeformMatrix _matrix;
    private readonly IReadOnlyList<DeformSegment> _segments;
    private readonly Tensor _packed;
    private readonly int _lanes;

    private DeformFilter(DeformMatrix matrix, Tensor weight)
    {
        _matrix = matrix;
        _lanes = Lanes(weight);
        _segments = DeformTile.Cover((matrix.Out + _lanes - 1) / _lanes, weight.Device.Capabilities.VectorRegisters);
        _packed = weight.Derived((typeof(DeformFilter), matrix, _lanes), Pack);
    }

    private int Repeat => _matrix.Sum * _segments.Sum(s => s.Blocks * s.Tile.Vectors) * _lanes;

    /// <summary>The matrix of <paramref name="weight"/>, which is in filter order.</summary>
    public static DeformFilter Of(DeformMatrix matrix, Tensor weight) => new(matrix, weight);

    /// <summary>Lanes of a group of the product kernels.</summary>
    public static int Lanes(Tensor tensor) => tensor.Device.GroupSize(DeformProductKernelsLaunch.From6x4Kernel(tensor.Type));

    /// <summary>The stages of a product from the workspace; the arguments say where rows lie.</summary>
    public IEnumerable<ChainStage> From(BufferView work, Tensor? bias, Tensor target, DeformProductArgs args) => Stages(
        args with { Biased = bias is null ? 0 : 1 },
        (tile, grid, a) => tile.From(target.Device, grid, work, _packed.View, (bias ?? _packed).View, target.View, a));

    /// <summary>The stages of a product into the workspace.</summary>
    public IEnumerable<ChainStage> Into(Tensor source, BufferView work, DeformProductArgs args) =>
        Stages(args, (tile, grid, a) => tile.Into(source.Device, grid, source.View, _packed.View, work, a));

    private IEnumerable<ChainStage> Stages(DeformProductArgs args, Func<DeformTile, LaunchGrid, DeformProductArgs, ChainStage> stage)
    {
        foreach (DeformSegment segment in _segments)
        {
            int width = segment.Tile.Vectors * _lanes, tiles = (args.Rows + segment.Tile.Rows - 1) / segment.Tile.Rows;
            var grid = new LaunchGrid(1, checked(_matrix.Repeats * segment.Blocks * tiles));
            // A part of the filter that stays near while the rows of the block pass by.
            int each = _matrix.Sum, part = each;
            if (args.Runs == 1 && (long)each * width > NearElements)
            {
                int parts = (int)(((long)each * width + PartElements - 1) / PartElements);
                part = (each + parts - 1) / parts;
            }
            for (int first = 0; first < each; first += part)
            {
                yield return stage(segment.Tile, grid, args with
                {
                    Tiles = tiles, Width = _matrix.Out, Blocks = segment.Blocks, FirstChannel = segment.FirstVector * _lanes,
                    FilterFirst = each * segment.FirstVector * _lanes + first * width, FilterBlock = each * width, FilterRepeat = Repeat,
                    SourceFirst = args.SourceFirst + first, RunLength = args.Runs == 1 ? Math.Min(part, each - first) : args.RunLength,
                    Continues = first == 0 ? 0 : 1,
                });
            }
        }
    }

    private Tensor Pack(Tensor weight)
    {
        DeformMatrix m = _matrix;
        Tensor packed = Tensor.Empty([m.Repeats, Repeat], weight.Type, weight.Device, MemoryOrder.RowMajor);
        foreach (DeformSegment segment in _segments)
        {
            int width = segment.Tile.Vectors * _lanes;
            var args = new PackArgs(
                1, m.Taps, 0, 0, m.StrideTap, m.StrideIn, m.StrideOut, m.StrideRepeat, 0, m.Taps, m.In, m.Out, m.Repeats, segment.Blocks, width,
                segment.FirstVector * _lanes, 0, Repeat, m.Sum * segment.FirstVector * _lanes);
            var grid = new LaunchGrid(width, m.Taps, checked(segment.Blocks * m.Repeats));
            BufferView from = Pointwise.Skip(weight, m.First);
            if (m.StrideOut == 1) ConvKernelsLaunch.PackContiguous(weight.Device, grid, from, packed.View, args);
            else ConvKernelsLaunch.PackStrided(weight.Device, grid, from, packed.View, args);
        }
        return packed;
    }
}
