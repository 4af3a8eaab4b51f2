using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// Which channels an Inception convolution makes in which blocks, for a forward or an input gradient: a pure function of shape and device. The
/// table has, one after the other, each block (first run, runs, first channel, channels, first packed element), each run (dilations, first
/// channel that is summed over, how many), and each pair of both for the packing of the filter.
/// </summary>
internal sealed class InceptionConvPlan
{
    private const int BlockInts = 5, RunInts = 4, PackInts = 6;
    private const int StripPixels = 128;
    private readonly List<int> _blocks = [], _packs = [];
    private readonly List<(InceptionConvTile Tile, int First, int Blocks)> _launches = [];
    private readonly bool _isGpu;

    private InceptionConvPlan(InceptionConvShape shape, bool isForward, int lanes, DeviceCapabilities device)
    {
        (Shape, IsForward, Lanes) = (shape, isForward, lanes);
        _isGpu = device.Kind == DeviceKind.Gpu;
        (H, W) = isForward
            ? (Axis(shape.Input[2], shape.Output[2], shape.Kernel.Height, shape.Stride.Height), Axis(shape.Input[3], shape.Output[3], shape.Kernel.Width, shape.Stride.Width))
            : (Adjoint(shape.Input[2], shape.Output[2], shape.Kernel.Height, shape.Stride.Height), Adjoint(shape.Input[3], shape.Output[3], shape.Kernel.Width, shape.Stride.Width));
        InceptionConvTile[] tiles = InceptionConvTile.Of(device.VectorRegisters);
        var blocks = new List<(InceptionConvTile Tile, int FirstRun, int Runs, int Channel, int Channels)>();
        foreach ((int firstRun, int runs, int channel, int channels) in Sides())
        {
            int first = 0;
            foreach (InceptionConvTile tile in Cover((channels + lanes - 1) / lanes, tiles))
            {
                int width = Math.Min(tile.Size.Vectors * lanes, channels - first);
                blocks.Add((tile, firstRun, runs, channel + first, width));
                first += width;
            }
        }
        foreach (InceptionConvTile tile in tiles)
        {
            int before = _blocks.Count;
            foreach (var block in blocks.Where(b => b.Tile == tile)) Add(tile.Size.Vectors * lanes, block.FirstRun, block.Runs, block.Channel, block.Channels);
            if (_blocks.Count > before) _launches.Add((tile, before, (_blocks.Count - before) / BlockInts));
        }
    }

    /// <summary>The sizes.</summary>
    public InceptionConvShape Shape { get; }

    /// <summary>Whether it is the forward, not the input gradient.</summary>
    public bool IsForward { get; }

    /// <summary>Lanes of a group.</summary>
    public int Lanes { get; }

    /// <summary>Height.</summary>
    public InceptionConvAxis H { get; }

    /// <summary>Width.</summary>
    public InceptionConvAxis W { get; }

    /// <summary>A launch for each tile size: its place in the table, and its blocks.</summary>
    public IReadOnlyList<(InceptionConvTile Tile, int First, int Blocks)> Launches => _launches;

    /// <summary>Where the runs begin in the table.</summary>
    public int FirstRun => _blocks.Count;

    /// <summary>Where the pairs for packing begin in the table.</summary>
    public int FirstPack => _blocks.Count + Shape.Runs.Count * RunInts;

    /// <summary>Pairs of block and run.</summary>
    public int Packs => _packs.Count / PackInts;

    /// <summary>The channels of the widest block, those beyond the last included.</summary>
    public int Widest => _launches.Max(l => l.Tile.Size.Vectors) * Lanes;

    /// <summary>Elements of the packed filter.</summary>
    public int PackedElements { get; private set; }

    /// <summary>What the packed filter and the table depend on besides the weight.</summary>
    public string Key => $"{(IsForward ? "forward" : "input gradient")} {Lanes} {Shape.Groups} {string.Join(' ', _launches.Select(l => $"{l.Tile.Size}x{l.Blocks}"))} {Shape.Pattern}";

    /// <summary>The plan of a shape.</summary>
    public static InceptionConvPlan Of(InceptionConvShape shape, bool isForward, int lanes, DeviceCapabilities device) => new(shape, isForward, lanes, device);

    /// <summary>The table.</summary>
    public int[] Table() =>
    [
        .. _blocks,
        .. Shape.Runs.SelectMany(run => (int[])
            [run.Dilation.Height, run.Dilation.Width, IsForward ? run.First / Shape.GroupOut * Shape.GroupIn : run.First, IsForward ? Shape.GroupIn : run.Count]),
        .. _packs,
    ];

    /// <summary>Positions of a row that one group makes with tiles of a size: one tile on a GPU, else about 128.</summary>
    public int StripOf(ConvTile tile)
    {
        int tiles = (W.Rows + tile.Rows - 1) / tile.Rows;
        int strips = (tiles + Math.Max(1, StripPixels / tile.Rows) - 1) / Math.Max(1, StripPixels / tile.Rows);
        return tile.Rows * (_isGpu ? 1 : (tiles + strips - 1) / Math.Max(1, strips));
    }

    /// <summary>One line: the tiles, and what part of the arithmetic lies beyond the last channel of a dilation.</summary>
    public override string ToString()
    {
        double made = _launches.Sum(l => (double)l.Blocks * l.Tile.Size.Vectors * Lanes), wanted = IsForward ? Shape.Weight[0] : Shape.Input[1];
        return FormattableString.Invariant(
            $"{(IsForward ? "forward" : "input gradient")}: tiles {string.Join(" + ", _launches.Select(l => $"{l.Tile.Size} x {l.Blocks}"))} for {wanted} channels and {Shape.Pattern.Runs.Count} dilations in vectors of {Lanes}, {1 - wanted / made:P0} beyond the edges");
    }

    /// <summary>Destination channels that meet the same runs.</summary>
    private IEnumerable<(int FirstRun, int Runs, int Channel, int Channels)> Sides()
    {
        if (IsForward)
        {
            for (int run = 0; run < Shape.Runs.Count; run++) yield return (run, 1, Shape.Runs[run].First, Shape.Runs[run].Count);
            yield break;
        }
        int first = 0;
        for (int group = 0; group < Shape.Groups; group++)
        {
            int runs = Shape.Runs.Count(run => run.First / Shape.GroupOut == group);
            yield return (first, runs, group * Shape.GroupIn, Shape.GroupIn);
            first += runs;
        }
    }

    private void Add(int width, int firstRun, int runs, int channel, int channels)
    {
        _blocks.AddRange([firstRun, runs, channel, channels, PackedElements]);
        for (int r = firstRun; r < firstRun + runs; r++)
        {
            (int lane, int summed, int count) = IsForward ? (channel, 0, Shape.GroupIn) : (channel % Shape.GroupIn, Shape.Runs[r].First, Shape.Runs[r].Count);
            _packs.AddRange([PackedElements, width, channels, lane, summed, count]);
            PackedElements = checked(PackedElements + Shape.Taps * count * width);
        }
    }

    /// <summary>The cheapest tiles, by the cycles of a row, whose vectors add up to all of them; wide ones first.</summary>
    private List<InceptionConvTile> Cover(int vectors, InceptionConvTile[] tiles)
    {
        var cost = new double[vectors + 1];
        var choice = new InceptionConvTile[vectors + 1];
        for (int n = 1; n <= vectors; n++)
        {
            cost[n] = double.MaxValue;
            foreach (InceptionConvTile tile in tiles)
            {
                double here = cost[Math.Max(0, n - tile.Size.Vectors)] + tile.Size.Cycles((long)Shape.Taps * Shape.GroupIn) * ((W.Rows + tile.Size.Rows - 1) / tile.Size.Rows);
                if (here < cost[n]) (cost[n], choice[n]) = (here, tile);
            }
        }
        var chosen = new List<InceptionConvTile>();
        for (int n = vectors; n > 0; n -= choice[n].Size.Vectors) chosen.Add(choice[n]);
        chosen.Sort((a, b) => b.Size.Vectors - a.Size.Vectors);
        return chosen;
    }

    private static InceptionConvAxis Axis(int source, int destination, int taps, int stride) => new(source, destination, taps, stride, 1, 1);

    private static InceptionConvAxis Adjoint(int input, int output, int taps, int stride) => new(output, input, taps, 1, stride, -1);
}
