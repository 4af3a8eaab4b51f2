using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// Which kernels run one direction of a convolution, and with which tiles: a pure function of the shape and the device's capabilities.
/// The number of slices of a weight gradient depends on the shape only, so every device and thread count adds in the same order.
/// </summary>
internal sealed class ConvPlan
{
    private const int StripPixels = 128;
    private const int DepthwiseRows = 8;
    private const int SquareRows = 4;
    private const int DistantChannels = 512;
    private const int PairedChannels = 256;
    private const int DepthwisePixels = 140;
    private const int SlicePixels = 512;
    private const int LongestRow = 1024;
    private const long SliceElements = 1 << 24;
    private const int PackedElements = 1 << 17;
    private const int NearElements = 160 << 10;
    private const int PartElements = 64 << 10;
    private const int WholeChannels = 64;
    private const int SpareBlocks = 8;
    private const int FairStrips = 32;
    private const int StripCycles = 4000;
    private const double LaunchShare = 0.02;
    private const int RunChannels = 16;
    private const int RunSums = 16;
    private const int PrefetchedChannels = 32;
    private const int PrefetchedElements = 512 << 10;
    private const int RequestedSteps = 128;
    private const int RequestedElements = 128 << 10;
    private const int PrefetchedRows = 1 << 20;
    private const int PrefetchedWindows = 9 << 19;

    private readonly ConvSegment[] _segments;
    private readonly int _threads;
    private object? _tileKey;
    private object? _winogradKey;

    private ConvPlan(ConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice choice)
    {
        (Shape, Direction, Lanes, Choice) = (shape, direction, lanes, choice);
        IsDepthwise = shape.IsDepthwise;
        bool isWeight = direction == ConvDirection.WeightGradient;
        var none = new ConvAxis(1, 1, 1, 0, 0, 1);
        ConvAxis[] own = shape.AxisArray, axes = [none, none, none];
        own.CopyTo(axes, 3 - own.Length);
        Images = shape.Batch;
        bool isPointwise = !IsDepthwise;
        foreach (ConvAxis a in own) isPointwise &= a is { Kernel: 1, Stride: 1, Low: 0, High: 0, InputDilation: 1 };
        if (isPointwise && (!isWeight || shape.OutputPixels <= LongestRow))
        {
            // Without neighbours the positions of an image are one row; those of a batch too where a row need not be divided.
            int pixels = checked((int)shape.OutputPixels);
            bool isOne = !isWeight && !shape.IsPerSample;
            axes = [none, none, none with { Input = isOne ? checked(pixels * Images) : pixels }];
            if (isOne) Images = Math.Min(Images, 1);
        }
        GatherAxis Gather(ConvAxis a) => direction == ConvDirection.InputGradient ? GatherAxis.InputGradient(a) : GatherAxis.Forward(a);
        D = Gather(axes[0]);
        H = Gather(axes[1]);
        W = Gather(axes[2]);
        (In, Out) = direction == ConvDirection.InputGradient ? (shape.GroupOut, shape.GroupIn) : (shape.GroupIn, shape.GroupOut);
        _segments = IsDepthwise
            ? []
            : Cover(
                (Out + lanes - 1) / lanes, isWeight ? shape.Taps * shape.GroupIn : W.Rows, isWeight ? 0 : (long)shape.Taps * In,
                Tiles(direction, lanes, device, choice));
        StripTiles = device.Kind == DeviceKind.Gpu ? 1 : int.MaxValue;
        Threads = Math.Max(1, device.Threads);
        if (isWeight) (Slices, SliceRows) = Slice();
        Image = ImagePlan.Of(this, device);
        Dots = DotPlan.Of(this, device);
        if (Dots is not null) Image = null;
        Winograd = WinogradPlan.Of(this, device);
        WinogradGradient = WinogradGradientPlan.Of(this, device);
        PanelGradient = PanelGradientPlan.Of(this, device);
        _threads = device.Threads;
    }

    /// <summary>The sizes.</summary>
    public ConvShape Shape { get; }

    /// <summary>The direction.</summary>
    public ConvDirection Direction { get; }

    /// <summary>What was chosen among the plans of the shape.</summary>
    public ConvChoice Choice { get; }

    /// <summary>Lanes of a group.</summary>
    public int Lanes { get; }

    /// <summary>Whether the depthwise kernels run.</summary>
    public bool IsDepthwise { get; }

    /// <summary>The chain of Winograd's transforms and products, where it was asked for or is likely faster, or null.</summary>
    public WinogradPlan? Winograd { get; }

    /// <summary>The chain of a weight gradient by Winograd's filtering, where it was asked for or is likely faster, or null.</summary>
    public WinogradGradientPlan? WinogradGradient { get; }

    /// <summary>The chain of a weight gradient from panels, where it is likely faster, or null.</summary>
    public PanelGradientPlan? PanelGradient { get; }

    /// <summary>Likely cycles of a weight gradient's tile kernel on one thread, which leaves out taps beyond the edges.</summary>
    public double DirectGradientCycles => (double)Images * D.Destination * H.Destination * W.Destination * Inside(D) * Inside(H) * Inside(W)
        * TileCycles(0, Shape.Taps * In);

    /// <summary>Likely cycles of the tile kernel on one thread, which leaves out taps beyond the edges.</summary>
    public double DirectCycles => (double)Images * D.Rows * H.Rows * Shape.Taps * In * Inside(D) * Inside(H) * Inside(W)
        * TileCycles((long)Shape.Taps * In, W.Rows);

    /// <summary>The kernel of groups whose channels, as many in as out, fill a vector only together, or null.</summary>
    public DepthwiseLaunch? Grouped => !Choice.IsPlanned || IsDepthwise || Direction == ConvDirection.WeightGradient || Shape.Groups == 1 || In != Out || Lanes % Out != 0
        ? null
        : (Out, GroupedWindow) switch
        {
            (2, true) => ConvKernelsLaunch.GroupedRows2,
            (4, true) => ConvKernelsLaunch.GroupedRows4,
            (8, true) when Lanes > 8 => ConvKernelsLaunch.GroupedRows8,
            (2, _) => ConvKernelsLaunch.Grouped2,
            (4, _) => ConvKernelsLaunch.Grouped4,
            (8, _) when Lanes > 8 => ConvKernelsLaunch.Grouped8,
            _ => null,
        };

    /// <summary>Whether <see cref="Grouped"/> makes rows together.</summary>
    public bool GroupedWindow => StripTiles > 1 && IsSquare && W is { Taps: 3, Stride: 1, Phases: 1, Divisor: 1, TapStep: 1, Dilation: 1 or -1 };

    /// <summary>How an image with up to four channels is convolved, whose lanes run over the elements of a row, or null.</summary>
    public ImagePlan? Image { get; }

    /// <summary>How a convolution to up to four channels is run whose lanes run over what is summed, or null.</summary>
    public DotPlan? Dots { get; }

    /// <summary>
    /// Rows that one group makes one after another with a depthwise window or small groups, which keeps what they share near; fewer where
    /// positions lie a multiple of 2 KB apart and so share the few ways of two sets of the first cache.
    /// </summary>
    public int StripRows => StripTiles == 1
        ? IsDepthwise && IsSquare ? SquareRows : 1
        : (IsDepthwise && Shape.InChannels % DistantChannels == 0) || (Grouped is not null && GroupedWindow) ? SquareRows : DepthwiseRows;

    /// <summary>The depthwise kernel whose window the width has, in a forward or an input gradient without multiplier, or null.</summary>
    public DepthwiseLaunch? DepthwiseWindow => !Choice.IsPlanned || !IsDepthwise || Shape.GroupOut != 1 || W is not { Phases: 1, Divisor: 1, TapStep: 1, Dilation: 1 or -1 }
        ? null
        : (IsSquare, W.Taps, W.Stride) switch
        {
            (true, 3, 1) => DepthwiseVectors == 2 ? ConvKernelsLaunch.DepthwiseRows3Pair : ConvKernelsLaunch.DepthwiseRows3,
            (true, 3, 2) => ConvKernelsLaunch.DepthwiseRows3Stride2,
            (true, 5, 1) => ConvKernelsLaunch.DepthwiseRows5,
            (_, 3, 1) => ConvKernelsLaunch.DepthwiseWindow3,
            (_, 5, 1) => ConvKernelsLaunch.DepthwiseWindow5,
            _ => null,
        };

    /// <summary>
    /// Vectors of channels that a group of <see cref="DepthwiseWindow"/> makes: two where positions lie a multiple of 1 KB apart. They share so
    /// few sets of the first cache that a line which came with its neighbour is gone before the next group would use it.
    /// </summary>
    public int DepthwiseVectors => StripTiles > 1 && IsSquare && (W.Taps, W.Stride) == (3, 1) && Shape.Groups % PairedChannels == 0 && Shape.Groups % (2 * Lanes) == 0 ? 2 : 1;

    /// <summary>Whether height and width have the same window, over one image at a time.</summary>
    private bool IsSquare => D is { Taps: 1, Stride: 1, Origin: 0, Phases: 1, Divisor: 1 }
        && H is { Phases: 1, Divisor: 1, TapStep: 1, Dilation: 1 or -1 } && H.Taps == W.Taps && H.Stride == W.Stride;

    /// <summary>
    /// Whether an input gradient of few channels sums the taps of a row and their channels side by side in lanes, and adds the overlapping
    /// runs afterwards: where that takes at most half the vectors.
    /// </summary>
    public bool SumsRuns
    {
        get
        {
            if (!Choice.IsPlanned || Direction != ConvDirection.InputGradient || Shape.Groups > 1 || Shape.IsPerSample || In < RunSums
                || Shape.Axes[^1] is not { InputDilation: 1, Dilation: 1, Low: >= 0, Kernel: > 1 and var taps } || Shape.Output.Elements == 0) return false;
            return 2 * ((taps * Out + Lanes - 1) / Lanes) <= taps * ((Out + Lanes - 1) / Lanes);
        }
    }

    /// <summary>
    /// Whether the weight gradient is made as that of the convolution from the output to the input, whose lanes run over the input channels: where
    /// lanes over few output channels would make half as much again.
    /// </summary>
    public bool IsTurned
    {
        get
        {
            if (!Choice.IsPlanned || Direction != ConvDirection.WeightGradient || Shape.Groups > 1 || Shape.IsPerSample) return false;
            foreach (ConvAxis axis in Shape.AxisArray)
                if (axis is not { Stride: 1, InputDilation: 1 }) return false;
            long Vectors(int channels) => (channels + Lanes - 1) / Lanes;
            return 2 * Vectors(Out) * In >= 3 * Vectors(In) * Out;
        }
    }

    /// <summary>The depthwise input gradient with stride 2 along the width, whose phases are made together, or null.</summary>
    public DepthwiseLaunch? DepthwiseSpread => !Choice.IsPlanned || StripTiles == 1 || !IsDepthwise || Direction != ConvDirection.InputGradient || Shape.GroupOut != 1
        || Shape.Axes[^1] is not { Stride: 2, Dilation: 1, InputDilation: 1, Low: >= 0 }
        ? null
        : W.Taps switch
        {
            3 => ConvKernelsLaunch.DepthwiseSpread3,
            5 => ConvKernelsLaunch.DepthwiseSpread5,
            _ => null,
        };

    /// <summary>The depthwise weight gradient whose window the width has, without multiplier, or null.</summary>
    public WeightGradientLaunch? DepthwiseWeightWindow => !Choice.IsPlanned || StripTiles == 1 || !IsDepthwise || Direction != ConvDirection.WeightGradient || Shape.GroupOut != 1
        || W is not { Divisor: 1, TapStep: 1, Dilation: 1 }
        ? null
        : (W.Taps, W.Stride, W.Destination % 14 is 0 or > 7) switch
        {
            (3, 1, true) => ConvKernelsLaunch.DepthwiseWeightWindow3,
            (3, 1, false) => ConvKernelsLaunch.DepthwiseWeightWindow3Narrow,
            (3, 2, _) => ConvKernelsLaunch.DepthwiseWeightWindow3Stride2,
            (5, 1, _) => ConvKernelsLaunch.DepthwiseWeightWindow5,
            (5, 2, _) => ConvKernelsLaunch.DepthwiseWeightWindow5Stride2,
            _ => null,
        };

    /// <summary>Whether the images are beyond the second cache, so that a row of channels side by side asks for the next one.</summary>
    public bool PrefetchesRows => StripTiles > 1 && Shape.Input.Elements + Shape.Output.Elements >= PrefetchedRows;

    /// <summary>
    /// Whether images and results together are beyond most of the third cache, so that a depthwise window asks for its next rows. What lies in the
    /// third cache comes in time without, and requests take the place of a third of the arithmetic.
    /// </summary>
    public bool PrefetchesWindows => PrefetchesRows && Shape.Input.Elements + Shape.Output.Elements >= PrefetchedWindows;

    /// <summary>The weight gradient's kernel of groups whose channels, as many in as out, fill a vector only together, or null.</summary>
    public WeightGradientLaunch? GroupedWeight => !Choice.IsPlanned || StripTiles == 1 || IsDepthwise || Direction != ConvDirection.WeightGradient || Shape.Groups == 1 || In != Out || Lanes % Out != 0
        ? null
        : Out switch
        {
            2 => ConvKernelsLaunch.GroupedWeightGradient2,
            4 => ConvKernelsLaunch.GroupedWeightGradient4,
            8 when Lanes > 8 => ConvKernelsLaunch.GroupedWeightGradient8,
            _ => null,
        };

    /// <summary>Tiles of taps and input channels that <see cref="GroupedWeight"/> has: 6 taps by 2, 3 by 4, or 3 by half of 8.</summary>
    public int GroupedTiles => (Shape.Taps + (Out == 2 ? 5 : 2)) / (Out == 2 ? 6 : 3) * (Out == 8 ? 2 : 1);

    /// <summary>Images as the kernels see them; one where the positions of a batch are one row.</summary>
    public int Images { get; }

    /// <summary>Depth.</summary>
    public GatherAxis D { get; }

    /// <summary>Height.</summary>
    public GatherAxis H { get; }

    /// <summary>Width.</summary>
    public GatherAxis W { get; }

    /// <summary>Channels of a group that are summed over.</summary>
    public int In { get; }

    /// <summary>Channels of a group that lanes run over.</summary>
    public int Out { get; }

    /// <summary>The launches that cover <see cref="Out"/>.</summary>
    public IReadOnlyList<ConvSegment> Segments => _segments;

    /// <summary>Channels that the launches make, those beyond <see cref="Out"/> included.</summary>
    public int Covered => Segments.Sum(s => s.Blocks * s.Tile.Vectors) * Lanes;

    /// <summary>What the filter of the tile kernels depends on besides the weight.</summary>
    public object TileKey => _tileKey ??=
        (typeof(ConvPlan), $"{(int)Direction} {Shape.Groups} {Lanes} {string.Join(' ', Segments.Select(s => $"{s.Tile.Vectors}x{s.Blocks}"))}");

    /// <summary>What the transformed filter of <see cref="Winograd"/> depends on besides the weight.</summary>
    public object WinogradKey => _winogradKey ??= (typeof(WinogradPlan), $"{(int)Direction} {Winograd!.Form.Outputs} {Winograd.Width} {Lanes}");

    /// <summary>
    /// Samples whose own filters are packed and used before those of the next: about half a megabyte, and all of them on a device where a launch
    /// costs more than the memory.
    /// </summary>
    public int SamplesAtOnce => StripTiles == 1
        ? Math.Max(1, Images)
        : (int)Math.Clamp(PackedElements / Math.Max(1L, (long)Shape.Groups * Shape.Taps * In * Covered), 1, Math.Max(1, Images));

    /// <summary>Slices of the rows of a weight gradient.</summary>
    public int Slices { get; } = 1;

    /// <summary>Rows of a slice.</summary>
    public int SliceRows { get; }

    private int StripTiles { get; }

    private int Threads { get; }

    /// <summary>The plan of a shape for one direction on a device: the one that is likely fastest, or one of <see cref="Choices"/>.</summary>
    public static ConvPlan Of(ConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice? choice = null) =>
        new(shape, direction, lanes, device, choice ?? ConvChoice.Planned);

    /// <summary>
    /// Every plan there is for a shape: what is likely fastest first, then the direct kernel with the tiles it would choose (which the
    /// others are checked against), then with each size of tile alone, and Winograd's forms where it has them.
    /// </summary>
    public static IReadOnlyList<ConvChoice> Choices(ConvShape shape, ConvDirection direction, DeviceCapabilities device) => shape.IsDepthwise
        ? [ConvChoice.Planned, ConvChoice.Direct]
        :
        [
            ConvChoice.Planned, ConvChoice.Direct, .. ConvTile.Of(direction, device.VectorRegisters).Select(ConvChoice.Of),
            .. !WinogradPlan.Fits(shape, direction) ? (ConvChoice[])[] : shape.IsPerSample ? [ConvChoice.Winograd4] : [ConvChoice.Winograd2, ConvChoice.Winograd4],
            .. direction == ConvDirection.WeightGradient && WinogradGradientPlan.Fits(shape) ? (ConvChoice[])[ConvChoice.Winograd4] : [],
        ];

    /// <summary>Bytes that the plan takes besides input, filter and output: the packed filter, or the slices of a weight gradient.</summary>
    public long WorkspaceBytes(ElementType type)
    {
        if (WinogradGradient is not null) return WinogradGradient.WorkspaceBytes(Shape, type);
        if (PanelGradient is not null) return PanelGradient.WorkspaceBytes(Shape, type, _threads);
        if (Direction == ConvDirection.WeightGradient) return Slices == 1 ? 0 : Slices * Shape.Weight.Elements * type.Size();
        if (Winograd is not null) return Winograd.WorkspaceBytes(type);
        if (Dots is not null) return Shape.Weight.Elements * type.Size();
        if (SumsRuns) return Shape.Runs().Input.Elements * type.Size();
        if (IsDepthwise) return 0;
        long filters = !Shape.IsPerSample ? 1 : Grouped is null ? Math.Min(SamplesAtOnce, Images) : Images;
        return filters * Shape.Groups * Shape.Taps * In * (Grouped is null ? Covered : Out) * type.Size();
    }

    /// <summary>
    /// Positions of a row that one group makes with tiles of a size: whole tiles, about 128 positions, fewer where threads would have uneven shares.
    /// </summary>
    public int StripOf(ConvTile tile)
    {
        int tiles = (W.Rows + tile.Rows - 1) / tile.Rows;
        int most = Math.Max(1, Math.Min(StripPixels / tile.Rows, FairTiles(tile, tiles)));
        int strips = (tiles + most - 1) / most;
        return tile.Rows * Math.Min(StripTiles, (tiles + strips - 1) / Math.Max(1, strips));
    }

    /// <summary>Tiles of which each thread has <see cref="FairStrips"/> strips, but no fewer than are worth a strip of their own.</summary>
    private int FairTiles(ConvTile tile, int tilesOfRow)
    {
        long steps = Math.Max(1, (long)Shape.Taps * In);
        double all = (double)tilesOfRow * Images * D.Rows * H.Rows * Shape.Groups * ((Out + (tile.Vectors * Lanes) - 1) / (tile.Vectors * Lanes));
        double fair = all / (FairStrips * Threads), least = StripCycles / (steps * tile.Cycles(steps));
        return (int)Math.Clamp(Math.Ceiling(Math.Max(fair, least)), 1, StripPixels);
    }

    /// <summary>
    /// Channels that one launch of a tile sums over: all, or so many that their part of the filter stays near while the rows of the images
    /// pass by. Where all of it lies near, a second pass over the sums would cost more.
    /// </summary>
    public int PartOf(ConvTile tile)
    {
        long each = (long)Shape.Taps * tile.Vectors * Lanes;
        if (StripTiles == 1 || each * In <= NearElements || Shape.Taps == 1) return In;
        int parts = (int)((each * In + PartElements - 1) / PartElements);
        return Math.Min(In, (In / parts + WholeChannels - 1) / WholeChannels * WholeChannels);
    }

    /// <summary>
    /// Whether the launches of the parts of <see cref="PartOf"/> are one chain over so many blocks of channels: a worker makes all parts of its block,
    /// where waiting for the others after each part would cost more than uneven shares of whole blocks.
    /// </summary>
    public bool ChainsParts(int blocks) => StripTiles > 1 && Threads > 1 && (blocks % Threads == 0 || blocks >= SpareBlocks * Threads);

    /// <summary>
    /// Whether all blocks of channels of a strip follow each other, instead of all strips of a block: where a 1x1 filter stays in the second cache and the
    /// source does not.
    /// </summary>
    public bool PassesBlocks => StripTiles > 1 && Shape is { Taps: 1, IsPerSample: false } && (long)In * Out * Shape.Groups <= NearElements
        && (long)Images * D.Source * H.Source * W.Source * In * Shape.Groups >= PrefetchedElements;

    /// <summary>Whether the source is beyond the second cache, so that a tile asks for the positions of a row that the next one reads.</summary>
    public bool Prefetches => StripTiles > 1 && W.Stride == 1 && Shape.Taps > 1 && In >= PrefetchedChannels && Shape.Input.Elements >= PrefetchedElements;

    /// <summary>
    /// Whether a tile asks for the lines of the destination that it writes before it makes the sums: where there are many of both. A processor
    /// reads a line before it writes part of it.
    /// </summary>
    public bool Requests => StripTiles > 1 && (long)Shape.Taps * In >= RequestedSteps && (long)Images * D.Destination * H.Destination * W.Destination * Shape.Groups * Out >= RequestedElements;

    /// <summary>
    /// Positions of a row that one group of the depthwise kernels makes: all of them, but of a signal, which has one row, whole tiles of
    /// every size; a batch of one would keep one thread busy otherwise.
    /// </summary>
    public int PartPixels => Math.Max(1, D.Rows * H.Rows == 1 ? Math.Min(W.Rows, DepthwisePixels) : W.Rows);

    /// <summary>One line: the kernel, the tiles, and what part of the arithmetic lies beyond the edges.</summary>
    public override string ToString()
    {
        string name = Direction switch { ConvDirection.Forward => "forward", ConvDirection.InputGradient => "input gradient", _ => "weight gradient" };
        string slices = Direction == ConvDirection.WeightGradient ? $", {Slices} slices of {SliceRows} rows" : "";
        if (Winograd is not null) return $"{name}: {Winograd}";
        if (WinogradGradient is not null) return $"{name}: {WinogradGradient}";
        if (PanelGradient is not null) return $"{name}: {PanelGradient}";
        if (Image is not null) return $"{name}: {Image}";
        if (Dots is not null) return $"{name}: {Dots}";
        if (IsDepthwise) return $"{name}: depthwise{(DepthwiseWindow is null && DepthwiseWeightWindow is null ? "" : " window")}, {Shape.Groups} channels in vectors of {Lanes}{slices}";
        if (IsTurned) return $"{name}: that of the convolution from {Out} channels to {In}";
        if (GroupedWeight is not null) return $"{name}: {Shape.Groups} groups of {Out} channels side by side in vectors of {Lanes}{slices}";
        if (SumsRuns) return $"{name}: runs of {Shape.Axes[^1].Kernel} taps by {Out} channels in vectors of {Lanes}, added where they overlap";
        if (Grouped is not null) return $"{name}: {Shape.Groups} groups of {Out} channels side by side in vectors of {Lanes}";
        int rows = Direction == ConvDirection.WeightGradient ? Shape.Taps * Shape.GroupIn : W.Rows;
        double made = Segments.Sum(s => (double)s.Blocks * s.Tile.Vectors * Lanes * ((rows + s.Tile.Rows - 1) / s.Tile.Rows) * s.Tile.Rows);
        string tiles = string.Join(" + ", Segments.Select(s => $"{s.Tile} x {s.Blocks}"));
        int part = Direction == ConvDirection.WeightGradient ? In : Segments.Min(s => PartOf(s.Tile));
        string parts = part < In ? $", {part} of {In} channels summed at a time" : "";
        return FormattableString.Invariant($"{name}: tiles {tiles} for {Out} channels in vectors of {Lanes}{slices}{parts}, {1 - (double)rows * Out / made:P0} beyond the edges");
    }

    /// <summary>
    /// The tiles that may be taken. One that reads weights at each use needs runs of many channels. Where each sample has a filter of its own, one block of all output channels reads it as it lies; any
    /// other would have to pack it for this one use.
    /// </summary>
    private ConvTile[] Tiles(ConvDirection direction, int lanes, DeviceCapabilities device, ConvChoice choice)
    {
        ConvTile[] allowed = [.. ConvTile.Of(direction, device.VectorRegisters).Where(t => choice.Allows(t) && (!choice.IsPlanned || t.Held == t.Vectors || In >= RunChannels))];
        ConvTile[] whole = Array.FindAll(allowed, t => t.Vectors * lanes == Out);
        return Shape.IsPerSample && Shape.Groups == 1 && direction == ConvDirection.Forward && whole.Length > 0 ? whole : allowed;
    }

    /// <summary>Cycles of a row of so many positions or columns, over all launches.</summary>
    private double TileCycles(long steps, int rows)
    {
        double cycles = 0;
        foreach (ConvSegment s in _segments) cycles += s.Blocks * s.Tile.Cycles(steps) * ((rows + s.Tile.Rows - 1) / s.Tile.Rows);
        return cycles;
    }

    /// <summary>The part of the pairs of positions and taps along an axis that meet the source.</summary>
    private static double Inside(GatherAxis axis)
    {
        if (axis.Divisor > 1) return 1;
        long met = 0;
        for (int tap = 0; tap < axis.Taps; tap++)
        {
            // Positions y with 0 <= y Stride + from < Source.
            long from = axis.Origin + ((long)tap * axis.Spread), first = Math.Max(0, (-from + axis.Stride - 1) / axis.Stride);
            long end = Math.Min(axis.Destination, (axis.Source - from + axis.Stride - 1) / axis.Stride);
            met += Math.Max(0, end - first);
        }
        return met / Math.Max(1.0, (double)axis.Destination * axis.Taps);
    }

    /// <summary>The cheapest tiles, by the cycles of a row, whose vectors add up to all of them.</summary>
    private static ConvSegment[] Cover(int vectors, int rows, long steps, ConvTile[] tiles)
    {
        var cost = new double[vectors + 1];
        var choice = new int[vectors + 1];
        for (int n = 1; n <= vectors; n++)
        {
            cost[n] = double.MaxValue;
            for (int i = 0; i < tiles.Length; i++)
            {
                ConvTile tile = tiles[i];
                double here = cost[Math.Max(0, n - tile.Vectors)] + tile.Cycles(steps) * ((rows + tile.Rows - 1) / tile.Rows);
                if (here < cost[n]) (cost[n], choice[n]) = (here, i);
            }
        }
        // Tiles of one size are one launch: they may cost a little more.
        int alone = -1;
        for (int i = 0; i < tiles.Length && steps > 0; i++)
            if (Alone(tiles[i]) <= (1 + LaunchShare) * cost[vectors] && (alone < 0 || Alone(tiles[i]) < Alone(tiles[alone]))) alone = i;
        double Alone(ConvTile tile) => (vectors + tile.Vectors - 1) / tile.Vectors * tile.Cycles(steps) * ((rows + tile.Rows - 1) / tile.Rows);

        var blocks = new int[tiles.Length];
        int used = 0, first = 0;
        for (int n = vectors; n > 0;)
        {
            int next = alone < 0 ? choice[n] : alone;
            if (blocks[next]++ == 0) used++;
            n -= tiles[next].Vectors;
        }
        var segments = new ConvSegment[used];
        used = 0;
        for (int i = 0; i < tiles.Length; i++)
        {
            if (blocks[i] == 0) continue;
            segments[used++] = new ConvSegment(tiles[i], first, blocks[i]);
            first += blocks[i] * tiles[i].Vectors;
        }
        return segments;
    }

    private (int Slices, int Rows) Slice()
    {
        int rows = (Shape.IsPerSample ? 1 : Images) * D.Destination * H.Destination;
        long pixels = (long)rows * W.Destination, elements = (long)Shape.Taps * Shape.GroupIn * Shape.OutChannels * (Shape.IsPerSample ? Math.Max(1, Images) : 1);
        long wanted = Math.Clamp(pixels / SlicePixels, 1, Math.Max(1, SliceElements / elements));
        int perSlice = (int)Math.Max(1, (rows + wanted - 1) / wanted);
        return (Math.Max(1, (rows + perSlice - 1) / perSlice), perSlice);
    }
}
