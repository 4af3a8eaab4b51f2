using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// How a convolution with 3x3 taps and stride 1 runs as a chain of Winograd's transforms and products: the form, the tile of the products, and
/// the blocks. Every output is summed in the same order in any of them, so the blocks may depend on the number of threads.
/// </summary>
internal sealed class WinogradPlan
{
    /// <summary>
    /// Bytes of a thread's workspace where a division of the work takes as few, else the fewest: what is beyond goes to memory and back, and the
    /// device keeps the workspace for the next chain.
    /// </summary>
    public const long MostBytes = 8 << 20;

    /// <summary>Steps of three stages that one chain has.</summary>
    public const int MostSteps = 20;

    private const int NearBytes = 768 << 10;
    private const int CacheBytes = 1 << 20;
    private const int FarBytes = 4 << 20;
    private const int ThirdBytes = 24 << 20;
    private const int MostBlockTiles = 256;
    private const int SetElements = 128;
    private const int MostParts = 16;
    private const int MostSpans = 64;
    private const double TileCycles = 90;
    private const double BlockCycles = 3000;
    private const double LaunchCycles = 8000;
    private const int WritePerCycle = 6;

    private readonly DeviceCapabilities _device;
    private readonly int _lanes;
    private readonly int _images;
    private readonly double _filterCycles;

    private WinogradPlan(WinogradForm form, WinogradTile tile, ConvPlan plan, DeviceCapabilities device, bool isOnce)
    {
        (Form, Tile, _device, _lanes, IsPerSample) = (form, tile, device, plan.Lanes, plan.Shape.IsPerSample);
        OwnsFilter = IsPerSample || isOnce;
        TilesH = WinogradForm.TilesOf(plan.H.Destination, plan.Shape.AxisArray[0], form.Outputs);
        TilesW = WinogradForm.TilesOf(plan.W.Destination, plan.Shape.AxisArray[1], form.Outputs);
        Tiles = checked(plan.Images * TilesH * TilesW);
        _images = plan.Images;
        HasCopy = OwnsFilter && plan.Direction == ConvDirection.InputGradient && plan.In % SetElements == 0;
        _filterCycles = !OwnsFilter ? form.FilterCycles : plan.Direction == ConvDirection.Forward ? form.OwnFilterCycles : form.ExchangedFilterCycles;
        InVectors = (plan.In + _lanes - 1) / _lanes;
        OutBlocks = (plan.Out + Width - 1) / Width;
        Cycles = double.PositiveInfinity;
        long least = long.MaxValue;
        for (int spans = 1; spans <= MostSpans; spans = spans == 1 ? Math.Clamp(device.Threads, 2, MostSpans) : 2 * spans)
        {
            int span = IsPerSample ? TilesH * TilesW : Whole((Tiles + spans - 1) / spans), most = Math.Min(MostBlockTiles, Whole(span));
            for (int parts = 1; parts <= Math.Min(OutBlocks, MostParts); parts++)
            {
                for (int tiles = tile.Rows; OutBlocks % parts == 0 && tiles <= most; tiles += tile.Rows)
                {
                    double cycles = OwnsFilter ? Owned(span, tiles, parts) : Makespan(tiles, parts);
                    long over = Math.Max(Elements(tiles, parts) * sizeof(float) - MostBytes, 0);
                    if (over > least || (over == least && cycles > Cycles)) continue;
                    (least, Cycles, BlockTiles, Parts, SpanTiles) = (over, cycles, tiles, parts, OwnsFilter ? span : tiles);
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
    public long BlockElements => Elements(BlockTiles, Parts);

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

    /// <summary>Cycles of one sample and its own filter on one thread.</summary>
    public double SampleCycles => (Cycles - LaunchCycles) / _images;

    /// <summary>The form with the tile and the blocks that are likely fastest, or null where a kernel cannot count its elements.</summary>
    /// <param name="form">The form.</param>
    /// <param name="plan">The sizes.</param>
    /// <param name="device">The device, or one like it with other threads.</param>
    /// <param name="isOnce">Whether the filter is used once, and so transformed by the blocks.</param>
    public static WinogradPlan? Of(WinogradForm form, ConvPlan plan, DeviceCapabilities device, bool isOnce = false)
    {
        WinogradPlan? best = null;
        foreach (WinogradTile tile in WinogradTile.Of(device.VectorRegisters))
        {
            var here = new WinogradPlan(form, tile, plan, device, isOnce);
            if (here.FilterElements <= int.MaxValue && here.BlockElements <= int.MaxValue && (best is null || here.Cycles < best.Cycles)) best = here;
        }
        return best;
    }

    /// <summary>Bytes of the transformed filter and of the workspace of every thread.</summary>
    public long WorkspaceBytes(ElementType type) => ((OwnsFilter ? 0 : FilterElements) + BlockElements * Math.Min(_device.Threads, Blocks)) * type.Size();

    /// <inheritdoc/>
    public override string ToString() =>
        $"Winograd {Form}, {Tiles} tiles {(IsPerSample ? $"of {_images} samples, {BlockTiles} at a time" : $"in blocks of {BlockTiles}")}{(Parts == 1 ? "" : $" and {Parts} parts of the channels")}, products {Tile} in vectors of {_lanes}";

    private long Elements(int tiles, int parts)
    {
        long blocks = OutBlocks / parts, work = (InVectors + (blocks * Tile.Vectors)) * tiles * Form.Pitch * _lanes;
        return work + (OwnsFilter ? blocks * Form.Points * FilterPlace : 0) + (HasCopy ? 9 * ((blocks * Width * CopyPitch) + _lanes) : 0);
    }

    /// <summary>Cycles of the slowest thread where each block is a sample or a span of the batch, or a part of its output channels.</summary>
    private double Owned(int span, int blockTiles, int parts)
    {
        int partBlocks = OutBlocks / parts, full = span / blockTiles, rest = span - full * blockTiles;
        double filter = (double)partBlocks * Width * InVectors * _filterCycles;
        long blocks = (long)((Tiles + span - 1) / span) * parts;
        // What all threads write does not stay in the third cache beside the filter, and a large image takes several chains.
        double bytes = (double)partBlocks * Form.Points * FilterPlace * sizeof(float);
        if (!IsPerSample && bytes * Math.Min(_device.Threads, blocks) > ThirdBytes / 2) filter += bytes / WritePerCycle;
        if (!IsPerSample) filter *= (full + MostSteps) / MostSteps;
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
