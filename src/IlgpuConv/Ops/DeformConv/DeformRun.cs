using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Deformable convolution and its gradients in one or two axes as chains over blocks of positions: the samples of a block are in the cache
/// when the product uses them, and no more than a block's are ever in memory for each thread. Blocks depend on the shape only.
/// </summary>
internal sealed class DeformRun
{
    private const int BlockElements = 64 << 10;
    private const int MostRows = 84;
    private const int LeastBlocks = 8;
    private const int MostSlices = 16;
    private const long SliceElements = 1 << 22;
    private const int ManyGroups = 4;
    private const int NarrowGroup = 8;

    private readonly DeformShape _shape;
    private readonly ConvShape _conv;
    private readonly Tensor _x, _offset, _weight;
    private readonly Tensor? _mask;
    private readonly Device _device;
    private readonly int _lanes, _row;
    private readonly BufferView _work;

    /// <summary>Inputs are channels-last, of any pitch; the filter is in filter order.</summary>
    public DeformRun(DeformShape shape, Tensor x, Tensor offset, Tensor weight, Tensor? mask)
    {
        (_shape, _conv, _x, _offset, _weight, _mask) = (shape, shape.Conv, x, offset, weight, mask);
        _device = x.Device;
        _lanes = DeformFilter.Lanes(x);
        _row = checked(_conv.Taps * _conv.InChannels);
        // The device puts the workspace here; the view only carries the element type.
        _work = x.View with { Offset = 0, Length = 0 };
    }

    /// <summary>Whether chains run a shape: volumes, and many narrow groups, are made of the operations that the derivatives are made of.</summary>
    public static bool Fits(DeformShape shape) => shape.Conv.Axes.Count <= 2
        && (IsDepthwise(shape.Conv) || shape.Conv.Groups <= ManyGroups || Math.Min(shape.Conv.GroupIn, shape.Conv.GroupOut) >= NarrowGroup);

    /// <summary>The output.</summary>
    public Tensor Forward(Tensor? bias)
    {
        Tensor y = Tensor.Empty(_conv.Output, _x.Type, _device);
        if (y.Shape.Elements == 0) return y;
        int rows = Rows(_row, _shape.Positions);
        bool isOne = _conv.Groups == 1;
        var stages = new List<ChainStage> { Sample(rows, 0, rows) };
        if (IsDepthwise(_conv))
            stages.Add(DepthwiseSum(rows, _shape.Positions, 0, _conv.InChannels, y, bias));
        for (int group = 0; group < Products; group++)
        {
            DeformProductArgs args = Product(rows, _shape.Positions) with
            {
                SourcePitch = _row, SourceFirst = group * _conv.GroupIn, Runs = isOne ? 1 : _conv.Taps, RunLength = isOne ? _row : _conv.GroupIn,
                RunStride = _conv.InChannels, TargetPitch = y.Pitch, TargetFirst = group * _conv.GroupOut, BiasFirst = group * _conv.GroupOut,
            };
            stages.AddRange(DeformFilter.Of(DeformMatrix.Forward(_conv, _weight.Pitch, group), _weight).From(_work, bias, y, args));
        }
        Launch(_shape.Positions, rows, (long)rows * _row, stages);
        return y;
    }

    /// <summary>The gradients of offsets and masks.</summary>
    public (Tensor Offset, Tensor Mask) OffsetGradients(Tensor dy)
    {
        Tensor offset = Tensor.Empty(_shape.Offset, _x.Type, _device), mask = Tensor.Empty(_shape.Mask, _x.Type, _device);
        if (_shape.Positions == 0) return (offset, mask);
        int lanes = _device.GroupSize(DeformBlockKernelsLaunch.PartsKernel(_x.Type)), parts = checked(_shape.Mask[1] * 3 * lanes), rows = Rows(_row + parts, _shape.Positions);
        bool isOne = _conv.Groups == 1;
        var stages = new List<ChainStage>();
        if (IsDepthwise(_conv))
        {
            stages.Add(DeformDepthwiseKernelsLaunch.SpreadStage(
                _device, new(_conv.InChannels, rows), dy.View, _weight.View, _work, Depthwise(rows, _shape.Positions, 0, _conv.InChannels, dy.Pitch)));
        }
        for (int group = 0; group < Products; group++)
        {
            DeformProductArgs args = Product(rows, _shape.Positions) with
            {
                SourcePitch = dy.Pitch, SourceFirst = group * _conv.GroupOut, Runs = 1, RunLength = _conv.GroupOut, TargetPitch = _row,
                TargetFirst = group * _conv.GroupIn, TargetRepeat = isOne ? 0 : _conv.InChannels,
            };
            stages.AddRange(DeformFilter.Of(DeformMatrix.Columns(_conv, _weight.Pitch, group), _weight).Into(dy, _work, args));
        }
        DeformBlockArgs block = Block() with { Step = rows, PartsAt = rows * _row, Lanes = lanes };
        var grid = new LaunchGrid(1, rows);
        stages.Add(DeformBlockKernelsLaunch.PartsStage(_device, grid, _x.View, _offset.View, _work, block));
        stages.Add(DeformBlockKernelsLaunch.SumsStage(_device, grid, _work, (_mask ?? _offset).View, offset.View, mask.View, block));
        Launch(_shape.Positions, rows, (long)rows * (_row + parts), stages);
        return (offset, mask);
    }

    /// <summary>The gradient of the input.</summary>
    public Tensor InputGradient(Tensor dy)
    {
        Tensor dx = Tensor.Empty(_conv.Input, _x.Type, _device);
        if (dx.Shape.Elements == 0) return dx;
        DeformBlockArgs block = Block();
        int images = _conv.Batch, sets = _shape.Mask[1], pixels = checked((int)(dx.Shape.Elements / _conv.InChannels));
        int cells = checked((block.H.Source + 1) * (block.W.Source + 1) * images * sets);
        Shape places = [checked(_shape.Positions * sets)];
        Tensor heads = Tensor.Empty([cells], ElementType.Int32, _device), next = Tensor.Empty(places, ElementType.Int32, _device);
        Tensor down = Tensor.Empty(places, _x.Type, _device), right = Tensor.Empty(places, _x.Type, _device);
        DeformListKernelsLaunch.Link(
            _device, new LaunchGrid(1, sets, images), _offset.View, heads.View, next.View, down.View, right.View, block);

        bool isDepthwise = IsDepthwise(_conv);
        int row = checked(_conv.Taps * (isDepthwise ? _shape.GroupChannels : _conv.GroupOut)), rows = Rows(row, pixels);
        block = block with { Positions = pixels, Step = rows, Row = row };
        var stages = new List<ChainStage>();
        ChainStage Collect(int offsetGroup, int first, int count) => DeformListKernelsLaunch.CollectStage(
            _device, new(1, rows), dy.View, (_mask ?? _offset).View, heads.View, next.View, down.View, right.View, _work, block, offsetGroup, dy.Pitch, first,
            count);
        for (int offsetGroup = 0; isDepthwise && offsetGroup < _shape.OffsetGroups; offsetGroup++)
        {
            int first = offsetGroup * _shape.GroupChannels;
            stages.Add(Collect(offsetGroup, first, _shape.GroupChannels));
            stages.Add(DepthwiseSum(rows, pixels, first, _shape.GroupChannels, dx, null));
        }
        foreach ((int group, int offsetGroup, int first, int channels) in Ranges())
        {
            stages.Add(Collect(offsetGroup, group * _conv.GroupOut, _conv.GroupOut));
            DeformProductArgs args = Product(rows, pixels) with
            {
                SourcePitch = row, Runs = 1, RunLength = row, TargetPitch = dx.Pitch, TargetFirst = first,
            };
            DeformMatrix matrix = DeformMatrix.Input(_conv, _weight.Pitch, group, first, channels);
            stages.AddRange(DeformFilter.Of(matrix, _weight).From(_work, null, dx, args));
        }
        Launch(pixels, rows, (long)rows * row, stages);
        return dx;
    }

    /// <summary>The gradient of the filter, in filter order: a sum for each slice of the positions, and their sum in order.</summary>
    public Tensor WeightGradient(Tensor dy)
    {
        Tensor dw = Tensor.Empty(_conv.Weight, _x.Type, _device, MemoryOrder.Filter);
        if (_shape.Positions == 0)
        {
            dw.Fill(0);
            return dw;
        }
        int length = checked((int)dw.Shape.Elements), rows = Rows(_row, _shape.Positions), parts = (_shape.Positions + rows - 1) / rows;
        int wanted = (int)Math.Clamp(Math.Min(MostSlices, SliceElements / length), 1, parts), perSlice = (parts + wanted - 1) / wanted;
        int slices = (parts + perSlice - 1) / perSlice, step = checked(perSlice * rows);
        Tensor sums = slices == 1 ? dw : Tensor.Empty([slices, length], _x.Type, _device, MemoryOrder.RowMajor);
        IReadOnlyList<DeformSegment> segments = DeformTile.Cover((_conv.GroupOut + _lanes - 1) / _lanes, _device.Capabilities.VectorRegisters);
        var stages = new List<ChainStage>();
        for (int part = 0; part < perSlice; part++)
        {
            stages.Add(Sample(rows, part * rows, step));
            if (IsDepthwise(_conv))
            {
                DeformDepthwiseArgs args = Depthwise(rows, _shape.Positions, 0, _conv.InChannels, dy.Pitch) with
                {
                    First = part * rows, Step = step, Continues = part == 0 ? 0 : 1,
                };
                stages.Add(DeformDepthwiseKernelsLaunch.WeightStage(_device, new(_conv.InChannels, _conv.Taps), _work, dy.View, sums.View, args));
            }
            for (int group = 0; group < Products; group++)
            {
                foreach (DeformSegment segment in segments)
                {
                    int tiles = (_conv.Taps * _conv.GroupIn + segment.Tile.Rows - 1) / segment.Tile.Rows;
                    var args = new DeformWeightArgs(
                        rows, _shape.Positions, part * rows, step, tiles, _conv.Taps, _conv.GroupIn, _conv.InChannels, _conv.GroupOut, _conv.Groups, group,
                        segment.FirstVector * _lanes, dy.Pitch, part == 0 ? 0 : 1);
                    stages.Add(segment.Tile.Weight(_device, new(1, segment.Blocks * tiles), _work, dy.View, sums.View, args));
                }
            }
        }
        Launch(_shape.Positions, step, (long)rows * _row, stages);
        if (sums != dw) ConvKernelsLaunch.SumSlices(_device, new LaunchGrid(length), sums.View, dw.View, slices, length);
        return dw;
    }

    /// <summary>Rows of a block: so many that a block stays in the cache and there are some blocks, in whole tiles where there are many.</summary>
    private static int Rows(int rowElements, int total)
    {
        int rows = Math.Min(Math.Clamp(BlockElements / rowElements, 6, MostRows), Math.Max(6, (total + LeastBlocks - 1) / LeastBlocks));
        return rows >= 42 ? rows / 42 * 42 : rows / 6 * 6;
    }

    /// <summary>The ranges of input channels that have one weight group and one offset group.</summary>
    private IEnumerable<(int Group, int OffsetGroup, int First, int Channels)> Ranges()
    {
        for (int group = 0; group < Products; group++)
        {
            for (int offsetGroup = 0; offsetGroup < _shape.OffsetGroups; offsetGroup++)
            {
                int first = Math.Max(group * _conv.GroupIn, offsetGroup * _shape.GroupChannels);
                int end = Math.Min((group + 1) * _conv.GroupIn, (offsetGroup + 1) * _shape.GroupChannels);
                if (first < end) yield return (group, offsetGroup, first, end - first);
            }
        }
    }

    /// <summary>Weight groups that products are made for.</summary>
    private int Products => IsDepthwise(_conv) ? 0 : _conv.Groups;

    private static bool IsDepthwise(ConvShape conv) => conv.IsDepthwise && conv.GroupOut == 1;

    private DeformDepthwiseArgs Depthwise(int rows, int total, int firstChannel, int channels, int pitch) =>
        new(rows, total, 0, rows, _conv.Taps, channels, firstChannel, _weight.Pitch, pitch, 0, 0);

    private ChainStage DepthwiseSum(int rows, int total, int firstChannel, int channels, Tensor target, Tensor? bias) => DeformDepthwiseKernelsLaunch.SumStage(
        _device, new(channels, rows), _work, _weight.View, (bias ?? _weight).View, target.View,
        Depthwise(rows, total, firstChannel, channels, target.Pitch) with { Biased = bias is null ? 0 : 1 });

    private static DeformProductArgs Product(int rows, int total) => new() { Rows = rows, Total = total };

    private DeformBlockArgs Block() => DeformBlockArgs.Of(_shape, _x.Pitch, _offset.Pitch, _mask?.Pitch ?? 0, _row);

    private ChainStage Sample(int rows, int first, int step) => DeformBlockKernelsLaunch.SampleStage(
        _device, new(1, rows), _x.View, _offset.View, (_mask ?? _offset).View, _work, Block() with { First = first, Step = step });

    private void Launch(int total, int rows, long workElements, List<ChainStage> stages) =>
        _device.LaunchChain((total + rows - 1) / rows, workElements * _x.Type.Size(), stages.ToArray());
}
