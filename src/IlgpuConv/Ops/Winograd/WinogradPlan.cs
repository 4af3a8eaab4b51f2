using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// How a convolution with 3x3 taps and stride 1 runs as a chain of Winograd's transforms and products: the form, the tile of the products, and
/// the blocks. Every output is summed in the same order in any of them, so the blocks may depend on the number of threads.
/// </summary>
internal sealed class WinogradPlan
{
    private const int NearBytes = 768 << 10;
    private const int CacheBytes = 1 << 20;
    private const int FarBytes = 4 << 20;
    private const int ThirdBytes = 24 << 20;
    private const int MostBlockTiles = 256;
    private const int SetElements = 128;
    private const int MostParts = 16;
    private const int MostSpans = 64;
    private const int MostDilation = 1 << 24;
    private const double TileCycles = 90;
    private const double BlockCycles = 3000;
    private const double LaunchCycles = 8000;
    private const int WritePerCycle = 6;

    /// <summary>What the form must save to be taken unmeasured.</summary>
    private const double LeastGain = 0.15;

    private readonly DeviceCapabilities _device;
    private readonly int _lanes;
    private readonly int _images;
    private readonly double _filterCycles;

    private WinogradPlan? _once;

    private WinogradPlan(WinogradForm form, WinogradTile tile, ConvPlan plan, DeviceCapabilities device, bool isOnce)
    {
        (Form, Tile, _device, _lanes, IsPerSample) = (form, tile, device, plan.Lanes, plan.Shape.IsPerSample);
        OwnsFilter = IsPerSample || isOnce;
        TilesH = TilesOf(plan.H.Destination, plan.Shape.AxisArray[0], form.Outputs);
        TilesW = TilesOf(plan.W.Destination, plan.Shape.AxisArray[1], form.Outputs);
        Tiles = checked(plan.Images * TilesH * TilesW);
        _images = plan.Images;
        HasCopy = OwnsFilter && plan.Direction == ConvDirection.InputGradient && plan.In % SetElements == 0;
        _filterCycles = !OwnsFilter ? form.FilterCycles : plan.Direction == ConvDirection.Forward ? form.OwnFilterCycles : form.ExchangedFilterCycles;
        InVectors = (plan.In + _lanes - 1) / _lanes;
        OutBlocks = (plan.Out + Width - 1) / Width;
        Cycles = double.PositiveInfinity;
        for (int spans = 1; spans <= MostSpans; spans = spans == 1 ? Math.Clamp(device.Threads, 2, MostSpans) : 2 * spans)
        {
            int span = IsPerSample ? TilesH * TilesW : Whole((Tiles + spans - 1) / spans), most = Math.Min(MostBlockTiles, Whole(span));
            for (int parts = 1; parts <= Math.Min(OutBlocks, MostParts); parts++)
            {
                for (int tiles = tile.Rows; OutBlocks % parts == 0 && tiles <= most; tiles += tile.Rows)
                {
                    double cycles = OwnsFilter ? Owned(span, tiles, parts) : Makespan(tiles, parts);
                    if (cycles <= Cycles) (Cycles, BlockTiles, Parts, SpanTiles) = (cycles, tiles, parts, OwnsFilter ? span : tiles);
                }
            }
            if (!isOnce || span == tile.Rows) break;
        }
    }

    /// <summary>The form.</summary>
    public WinogradForm Form { get; }

    /// <summary>The tile of the products.</summary>
    public WinogradTile Tile { get; }

    /// <summary>Whether each sample has a filter of its own, which its block transforms.</summary>
    public bool IsPerSample { get; }

    /// <summary>Whether a block transforms the filter that it uses into its workspace: that of its sample, or one that is used once.</summary>
    public bool OwnsFilter { get; }

    /// <summary>Tiles along the height.</summary>
    public int TilesH { get; }

    /// <summary>Tiles along the width.</summary>
    public int TilesW { get; }

    /// <summary>Tiles of the batch.</summary>
    public int Tiles { get; }

    /// <summary>Tiles that are made at a time.</summary>
    public int BlockTiles { get; }

    /// <summary>Tiles of a block: those made at a time, or all of a sample, or a span of the batch with a filter that is used once.</summary>
    public int SpanTiles { get; }

    /// <summary>Parts of the output channels; each block makes one.</summary>
    public int Parts { get; }

    /// <summary>Blocks of output channels.</summary>
    public int OutBlocks { get; }

    /// <summary>Vectors that hold the channels that are summed over.</summary>
    public int InVectors { get; }

    /// <summary>Output channels of a block of them.</summary>
    public int Width => Tile.Vectors * _lanes;

    /// <summary>Blocks of the chain.</summary>
    public int Blocks => checked((Tiles + SpanTiles - 1) / SpanTiles * Parts);

    /// <summary>Elements of a patch's transforms of a block.</summary>
    public int PatchElements => checked(InVectors * BlockTiles * Form.Pitch * _lanes);

    /// <summary>Where in the workspace a block's own transformed filter begins, behind patches and products.</summary>
    public long FilterAt => PatchElements + ((long)OutBlocks / Parts * Tile.Vectors * BlockTiles * Form.Pitch * _lanes);

    /// <summary>Elements of the transformed filter from one point to the next.</summary>
    public int FilterPlace => checked((InVectors * _lanes * Width) + (OwnsFilter ? _lanes : 0));

    /// <summary>Elements of the workspace of a block: transformed patches, products, and its own filter.</summary>
    public long BlockElements => CopyAt + (HasCopy ? 9L * CopyTap : 0);

    /// <summary>
    /// Whether a block's own filter is copied before its transform, which exchanges its channels: where rows that lie a multiple of 512 bytes apart
    /// would share a few sets of the first cache.
    /// </summary>
    public bool HasCopy { get; }

    /// <summary>Where in the workspace the copy begins.</summary>
    public long CopyAt => FilterAt + (OwnsFilter ? (long)OutBlocks / Parts * Form.Points * FilterPlace : 0);

    /// <summary>Elements of the copy from one tap to the next.</summary>
    public int CopyTap => checked((OutBlocks / Parts * Width * CopyPitch) + _lanes);

    /// <summary>Elements of the copy from one output channel to the next, an odd number of vectors.</summary>
    public int CopyPitch => (InVectors | 1) * _lanes;

    /// <summary>Elements of a transformed filter.</summary>
    public long FilterElements => (long)OutBlocks * Form.Points * InVectors * _lanes * Width;

    /// <summary>Likely cycles of the slowest thread.</summary>
    public double Cycles { get; }

    /// <summary>Whether a shape has such a form in a direction.</summary>
    public static bool Fits(ConvShape shape, ConvDirection direction) => direction != ConvDirection.WeightGradient && HasTaps(shape);

    /// <summary>
    /// Tiles of so many outputs along an axis of the destination: as many for each remainder by the dilation, whose positions are an image of their own.
    /// </summary>
    public static int TilesOf(int destination, ConvAxis axis, int outputs)
    {
        int each = (destination + axis.Dilation - 1) / axis.Dilation;
        return checked((each + outputs - 1) / outputs * Math.Min(axis.Dilation, destination));
    }

    /// <summary>Whether a convolution has 3x3 taps, of any dilation, stride 1 and one group.</summary>
    public static bool HasTaps(ConvShape shape)
    {
        bool fits = shape.Groups == 1 && shape.AxisArray.Length == 2;
        foreach (ConvAxis a in shape.AxisArray) fits &= a is { Kernel: 3, Stride: 1, Dilation: <= MostDilation, InputDilation: 1 };
        return fits;
    }

    /// <summary>
    /// The plan that was asked for, or the one that is likely faster than the direct kernel, or null. Unmeasured it runs on processors and in
    /// single precision alone.
    /// </summary>
    public static WinogradPlan? Of(ConvPlan plan, DeviceCapabilities device)
    {
        ConvAlgorithm algorithm = plan.Choice.IsPlanned ? plan.Shape.Algorithm : plan.Choice.Algorithm;
        if (algorithm == ConvAlgorithm.Direct || !Fits(plan.Shape, plan.Direction) || plan.Images == 0) return null;
        if (algorithm == ConvAlgorithm.Planned
            && (device.Kind != DeviceKind.Cpu || plan.Lanes != device.Lanes || plan.In < plan.Lanes || plan.Out < plan.Lanes)) return null;
        return algorithm switch
        {
            ConvAlgorithm.Winograd2 => plan.Shape.IsPerSample ? null : Best(WinogradForm.Two, plan, device),
            ConvAlgorithm.Winograd4 => Best(WinogradForm.Four, plan, device),
            _ => Faster(plan, device),
        };
    }

    /// <summary>
    /// The plan of a filter that is used once, as in a step of training: on a processor each block transforms its part into its own workspace, because
    /// all of it is four times the parameter and would go to memory and back. The sums are the same.
    /// </summary>
    public WinogradPlan Once(ConvPlan plan) =>
        OwnsFilter || _device.Kind != DeviceKind.Cpu ? this : _once ??= Best(Form, plan, _device, isOnce: true) ?? this;

    /// <summary>Bytes of the transformed filter and of the workspace of every thread.</summary>
    public long WorkspaceBytes(ElementType type) => ((OwnsFilter ? 0 : FilterElements) + BlockElements * Math.Min(_device.Threads, Blocks)) * type.Size();

    /// <inheritdoc/>
    public override string ToString() =>
        $"Winograd {Form}, {Tiles} tiles {(IsPerSample ? $"of {_images} samples, {BlockTiles} at a time" : $"in blocks of {BlockTiles}")}{(Parts == 1 ? "" : $" and {Parts} parts of the channels")}, products {Tile} in vectors of {_lanes}";

    /// <summary>
    /// The better form where it is faster than the direct kernel, or null. Forms round differently, so which one runs is decided as for one
    /// thread: the same bits for any number of them. How it is divided into blocks depends on the threads.
    /// </summary>
    private static WinogradPlan? Faster(ConvPlan plan, DeviceCapabilities device)
    {
        DeviceCapabilities one = device with { Threads = 1 };
        // An input gradient belongs to a step that changes the filter.
        bool isOnce = plan.Direction == ConvDirection.InputGradient && !plan.Shape.IsPerSample;
        WinogradPlan? two = plan.Shape.IsPerSample ? null : Best(WinogradForm.Two, plan, one, isOnce), four = Best(WinogradForm.Four, plan, one, isOnce);
        // A sample with its own filter has the same bits in any batch.
        if (plan.Shape.IsPerSample)
            return four is not null && four.SampleCycles < (1 - LeastGain) * plan.DirectCycles / plan.Images ? Best(WinogradForm.Four, plan, device) : null;
        WinogradPlan? best = two is null || (four is not null && four.Cycles < two.Cycles) ? four : two;
        return best is not null && best.Cycles < (1 - LeastGain) * plan.DirectCycles ? Best(best.Form, plan, device) : null;
    }

    private static WinogradPlan? Best(WinogradForm form, ConvPlan plan, DeviceCapabilities device, bool isOnce = false)
    {
        WinogradPlan? best = null;
        foreach (WinogradTile tile in WinogradTile.Of(device.VectorRegisters))
        {
            var here = new WinogradPlan(form, tile, plan, device, isOnce);
            // What a kernel cannot count runs directly.
            if (here.FilterElements <= int.MaxValue && here.BlockElements <= int.MaxValue && (best is null || here.Cycles < best.Cycles)) best = here;
        }
        return best;
    }

    /// <summary>Cycles of one sample and its own filter on one thread.</summary>
    private double SampleCycles => (Cycles - LaunchCycles) / _images;

    /// <summary>Cycles of the slowest thread where each block is a sample or a span of the batch, or a part of its output channels.</summary>
    private double Owned(int span, int blockTiles, int parts)
    {
        int partBlocks = OutBlocks / parts, full = span / blockTiles, rest = span - full * blockTiles;
        double filter = (double)partBlocks * Width * InVectors * _filterCycles;
        long blocks = (long)((Tiles + span - 1) / span) * parts;
        // What all threads write does not stay in the third cache beside the filter, and a large image takes several chains.
        double bytes = (double)partBlocks * Form.Points * FilterPlace * sizeof(float);
        if (!IsPerSample && bytes * Math.Min(_device.Threads, blocks) > ThirdBytes / 2) filter += bytes / WritePerCycle;
        if (!IsPerSample) filter *= (full + WinogradRun.MostSteps) / WinogradRun.MostSteps;
        double block = filter + full * Block(blockTiles, partBlocks) + (rest == 0 ? 0 : Block(rest, partBlocks));
        return (blocks + _device.Threads - 1) / _device.Threads * block + LaunchCycles;
    }

    /// <summary>The next number of tiles that is one of whole tiles of the product.</summary>
    private int Whole(int tiles) => (tiles + Tile.Rows - 1) / Tile.Rows * Tile.Rows;

    /// <summary>Cycles of the slowest thread with blocks of so many tiles, where the last block may have fewer.</summary>
    private double Makespan(int blockTiles, int parts)
    {
        int full = Tiles / blockTiles, rest = Tiles - full * blockTiles, partBlocks = OutBlocks / parts;
        double block = Block(blockTiles, partBlocks), last = rest == 0 ? 0 : Block(rest, partBlocks);
        long fulls = (long)full * parts, rests = rest == 0 ? 0 : parts;
        long rounds = fulls / _device.Threads, over = fulls % _device.Threads;
        // The short blocks come last: they fill the threads that have nothing left.
        double tail = over == 0
            ? (rests + _device.Threads - 1) / _device.Threads * last
            : Math.Max(block, (over * block + rests * last) / _device.Threads);
        return rounds * block + tail + LaunchCycles;
    }

    private double Block(int tiles, int partBlocks)
    {
        int rows = (tiles + Tile.Rows - 1) / Tile.Rows, outVectors = partBlocks * Tile.Vectors;
        double product = (double)rows * partBlocks * Form.Points * (InVectors * _lanes * Tile.Cycles(InVectors * _lanes) + TileCycles);
        double filter = (double)partBlocks * Form.Points * InVectors * _lanes * Width * sizeof(float);
        double work = (double)(InVectors + outVectors) * tiles * Form.Pitch * _lanes * sizeof(float);
        // A block's own filter passes through the same cache point by point.
        if (OwnsFilter) work += Math.Min(filter, CacheBytes) / 2;
        // A filter beyond the second cache is read behind the multiplications, a workspace there in their way.
        // Beyond the third it comes from memory, block by block.
        double perCycle = (OwnsFilter ? filter : FilterElements * sizeof(float)) > ThirdBytes ? 6 : 128;
        double far = (filter > NearBytes ? filter / perCycle : 0) + Math.Max(0, work - CacheBytes) / 8 + Math.Max(0, work - FarBytes) / 3;
        return BlockCycles + product + far + tiles * (InVectors * Form.PatchCycles + outVectors * Form.OutputCycles);
    }
}
