using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Tiles of positions times vectors of channels, over a packed filter: it fits whatever has full groups.</summary>
internal sealed partial class TileGather : ConvGather
{
    private const int StripPixels = 128;
    private const int PackedElements = 1 << 17;
    private const int NearElements = 160 << 10;
    private const int PartElements = 64 << 10;
    private const int WholeChannels = 64;
    private const int SpareBlocks = 8;
    private const int FairStrips = 32;
    private const int StripCycles = 4000;
    private const int PrefetchedChannels = 32;
    private const int PrefetchedElements = 512 << 10;
    private const int RequestedSteps = 128;
    private const int RequestedElements = 128 << 10;

    private readonly TileCover _cover;
    private readonly TileFilter _filter;
    private readonly int _threads;

    /// <summary>Covers the channels.</summary>
    public TileGather(ConvPlan plan)
        : base(plan)
    {
        _cover = new TileCover(plan, plan.W.Rows, Steps);
        _filter = new TileFilter(plan, _cover);
        _threads = Math.Max(1, plan.Device.Threads);
    }

    /// <summary>The launches that cover the channels.</summary>
    public IReadOnlyList<ConvSegment> Segments => _cover.Segments;

    /// <summary>Likely cycles on one thread; taps beyond the edges are left out.</summary>
    public double Cycles => (double)Plan.Images * Plan.D.Rows * Plan.H.Rows * Plan.Shape.Taps * Plan.In * Plan.D.Inside * Plan.H.Inside * Plan.W.Inside
        * _cover.Cycles;

    /// <summary>
    /// Samples whose own filters are packed and used before those of the next: about half a megabyte, and all of them on a device where a launch
    /// costs more than the memory.
    /// </summary>
    public int SamplesAtOnce => Plan.IsGpu
        ? Math.Max(1, Plan.Images)
        : (int)Math.Clamp(PackedElements / Math.Max(1, _filter.Elements), 1, Math.Max(1, Plan.Images));

    /// <summary>
    /// Whether all blocks of channels of a strip follow each other, instead of all strips of a block: where a 1x1 filter stays in the second cache and the
    /// source does not.
    /// </summary>
    public bool PassesBlocks => !Plan.IsGpu && Plan.Shape is { Taps: 1, IsPerSample: false } && (long)Plan.In * Plan.Out * Plan.Shape.Groups <= NearElements
        && (long)Plan.Images * Plan.D.Source * Plan.H.Source * Plan.W.Source * Plan.In * Plan.Shape.Groups >= PrefetchedElements;

    /// <summary>Whether the source is beyond the second cache, so that a tile asks for the positions of a row that the next one reads.</summary>
    private bool Prefetches =>
        !Plan.IsGpu && Plan.W.Stride == 1 && Plan.Shape.Taps > 1 && Plan.In >= PrefetchedChannels && Plan.Shape.Input.Elements >= PrefetchedElements;

    /// <summary>
    /// Whether a tile asks for the lines of the destination that it writes before it makes the sums: where there are many of both. A processor
    /// reads a line before it writes part of it.
    /// </summary>
    private bool Requests => !Plan.IsGpu && Steps >= RequestedSteps
        && (long)Plan.Images * Plan.D.Destination * Plan.H.Destination * Plan.W.Destination * Plan.Shape.Groups * Plan.Out >= RequestedElements;

    private long Steps => (long)Plan.Shape.Taps * Plan.In;

    /// <summary>
    /// Channels that one launch of a tile sums over: all, or so many that their part of the filter stays near while the rows of the images
    /// pass by. Where all of it lies near, a second pass over the sums would cost more.
    /// </summary>
    public int PartOf(ConvTile tile)
    {
        long each = (long)Plan.Shape.Taps * tile.Vectors * Plan.Lanes;
        if (Plan.IsGpu || each * Plan.In <= NearElements || Plan.Shape.Taps == 1) return Plan.In;
        int parts = (int)((each * Plan.In + PartElements - 1) / PartElements);
        return Math.Min(Plan.In, (Plan.In / parts + WholeChannels - 1) / WholeChannels * WholeChannels);
    }

    /// <summary>
    /// Whether the launches of the parts of <see cref="PartOf"/> are one chain over so many blocks of channels: a worker makes all parts of its block,
    /// where waiting for the others after each part would cost more than uneven shares of whole blocks.
    /// </summary>
    public bool ChainsParts(int blocks) => !Plan.IsGpu && _threads > 1 && (blocks % _threads == 0 || blocks >= SpareBlocks * _threads);

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) =>
        (Plan.Shape.IsPerSample ? Math.Min(SamplesAtOnce, Plan.Images) : 1) * _filter.Elements * type.Size();

    /// <inheritdoc/>
    public override string ToString()
    {
        int part = Segments.Min(s => PartOf(s.Tile));
        string parts = part < Plan.In ? $", {part} of {Plan.In} channels summed at a time" : "";
        return FormattableString.Invariant($"{_cover}{parts}, {_cover.Beyond:P0} beyond the edges");
    }

    /// <summary>
    /// Positions of a row that one group makes with tiles of a size: whole tiles, about 128 positions, fewer where threads would have uneven shares.
    /// </summary>
    private int StripOf(ConvTile tile)
    {
        if (Plan.IsGpu) return tile.Rows;
        int tiles = (Plan.W.Rows + tile.Rows - 1) / tile.Rows;
        int most = Math.Max(1, Math.Min(StripPixels / tile.Rows, FairTiles(tile, tiles)));
        int strips = (tiles + most - 1) / most;
        return tile.Rows * ((tiles + strips - 1) / Math.Max(1, strips));
    }

    /// <summary>Tiles of which each thread has <see cref="FairStrips"/> strips, but no fewer than are worth a strip of their own.</summary>
    private int FairTiles(ConvTile tile, int tilesOfRow)
    {
        long steps = Math.Max(1, Steps);
        int width = tile.Vectors * Plan.Lanes;
        double all = (double)tilesOfRow * Plan.Images * Plan.D.Rows * Plan.H.Rows * Plan.Shape.Groups * ((Plan.Out + width - 1) / width);
        double fair = all / (FairStrips * _threads), least = StripCycles / (steps * tile.Cycles(steps));
        return (int)Math.Clamp(Math.Ceiling(Math.Max(fair, least)), 1, StripPixels);
    }
}
