using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs the kernels of a plan. What comes in may have any order and pitch; what goes out is dense.</summary>
internal static class ConvRun
{
    /// <summary>
    /// The forward: <c>y = tail(conv(x, w) + bias)</c>. What is made of the filter is kept where it is likely used again before it changes.
    /// </summary>
    public static Tensor Forward(
        ConvShape shape, Tensor x, Tensor weight, Tensor? bias, ConvTail tail = default, bool keepsFilter = true) =>
        Gather(Plan(shape, ConvDirection.Forward, x), x, weight, bias, shape.Output, tail, keepsFilter);

    /// <summary>Whether the kernels that a source's convolution is planned with can do what follows it.</summary>
    public static bool CanFinish(ConvShape shape, ConvDirection direction, Tensor source, ConvTail tail)
    {
        ConvPlan plan = Plan(shape, direction, source);
        bool isRows = plan.IsDepthwise || plan.Grouped is not null, isFew = plan.Image is not null || plan.Dots is not null || plan.SumsRuns;
        if (plan.Winograd is null && tail.HasPass(adds: !isRows))
        {
            // Images and runs of few channels, and a multiplier, have kernels whose grids no pass knows.
            if (isFew || (plan.IsDepthwise && (shape.GroupOut > 1 || plan.DepthwiseSpread is not null))) return false;
        }
        else if (tail.Other is not null && plan.Winograd is null && isFew) return false;
        Shape target = direction == ConvDirection.Forward ? shape.Output : shape.Input;
        return tail.Other is not { } other
            || (other.Type == source.Type && other.Device == source.Device && other.Layout.Equals(new Layout(target, MemoryOrder.ChannelsLast)));
    }

    /// <summary>The input gradient: the transposed convolution of <paramref name="dy"/>, plus a bias for each input channel.</summary>
    public static Tensor InputGradient(
        ConvShape shape, Tensor dy, Tensor weight, Tensor? bias = null, ConvTail tail = default, bool keepsFilter = true) =>
        Gather(Plan(shape, ConvDirection.InputGradient, dy), dy, weight, bias, shape.Input, tail, keepsFilter);

    /// <summary>The weight gradient, in filter order.</summary>
    public static Tensor WeightGradient(ConvShape shape, Tensor x, Tensor dy)
    {
        if (shape.Axes.Any(a => a.InputDilation > 1))
        {
            // A filter's gradient sums over all positions at once: the zeros between the inputs are written out for it.
            x = PadOperation.Run(PadShape.Spread(shape.Input, [.. shape.Axes.Select(a => a.InputDilation)]), x);
            shape = shape.Spread();
        }
        ConvPlan plan = Plan(shape, ConvDirection.WeightGradient, x);
        x = x.InOrder(MemoryOrder.ChannelsLast);
        dy = dy.InOrder(MemoryOrder.ChannelsLast);
        Device device = x.Device;
        int filters = shape.IsPerSample ? shape.Batch : 1;
        Tensor dw = Tensor.Empty(shape.Weight, x.Type, device, shape.IsPerSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter);
        if (dw.Shape.Elements == 0) return dw;
        int length = checked((int)(shape.Weight.Elements / filters));
        if (plan.WinogradGradient is { } winograd)
        {
            Tensor parts = winograd.Slices == 1 || winograd.IsPerSample ? dw : Tensor.Empty([1, winograd.Slices, length], x.Type, device, MemoryOrder.RowMajor);
            WinogradRun.WeightGradient(plan, winograd, x, dy, parts);
            if (parts != dw) ConvKernelsLaunch.SumSlices(device, new LaunchGrid(length, 1, 1), parts.View, dw.View, winograd.Slices, length);
            return dw;
        }
        if (plan.IsTurned)
        {
            Tensor turned = WeightGradient(shape.Turned(), dy, x);
            ConvKernelsLaunch.TurnFilter(device, new(shape.InChannels, shape.Taps, shape.OutChannels), turned.View, dw.View, shape.InChannels);
            return dw;
        }
        if (plan.PanelGradient is { } panels)
        {
            Tensor parts = panels.Slices == 1 ? dw : Tensor.Empty([1, panels.Slices, length], x.Type, device, MemoryOrder.RowMajor);
            PanelGradientRun.Run(plan, panels, x, dy, parts);
            if (parts != dw) ConvKernelsLaunch.SumSlices(device, new LaunchGrid(length, 1, 1), parts.View, dw.View, panels.Slices, length);
            return dw;
        }
        Tensor sums = plan.Slices == 1 ? dw : Tensor.Empty([filters, plan.Slices, length], x.Type, device, MemoryOrder.RowMajor);
        var args = new WeightGradientArgs(
            plan.D, plan.H, plan.W, x.Pitch, dy.Pitch, plan.In, plan.Out, shape.Groups, shape.IsPerSample ? 1 : plan.Images, plan.Slices, plan.SliceRows, 1, 0,
            plan.PrefetchesRows ? 1 : 0);
        if (plan.DepthwiseWeightWindow is { } window)
        {
            window(
                device, new(shape.Groups, checked(plan.D.Taps * ((plan.H.Taps + 2) / 3)), checked(plan.Slices * filters)), x.View, dy.View, sums.View, args);
        }
        else if (plan.IsDepthwise)
        {
            var grid = new LaunchGrid(shape.Groups, (shape.Taps + 8) / 9, checked(plan.Out * plan.Slices * filters));
            if (plan.Out == 1) ConvKernelsLaunch.DepthwiseWeightGradient(device, grid, x.View, dy.View, sums.View, args);
            else ConvKernelsLaunch.DepthwiseWeightGradientMultiplied(device, grid, x.View, dy.View, sums.View, args);
        }
        if (plan.GroupedWeight is { } grouped)
            grouped(device, new(shape.OutChannels, plan.GroupedTiles, checked(plan.Slices * filters)), x.View, dy.View, sums.View, args);
        foreach (ConvSegment segment in plan.GroupedWeight is null ? plan.Segments : [])
        {
            int columns = shape.Taps * shape.GroupIn;
            var grid = new LaunchGrid(
                plan.Lanes, (columns + segment.Tile.Rows - 1) / segment.Tile.Rows, checked(segment.Blocks * shape.Groups * plan.Slices * filters));
            segment.Tile.WeightGradient!(
                device, grid, x.View, dy.View, sums.View, args with { Blocks = segment.Blocks, FirstChannel = segment.FirstVector * plan.Lanes });
        }
        if (sums != dw) ConvKernelsLaunch.SumSlices(device, new LaunchGrid(length, 1, filters), sums.View, dw.View, plan.Slices, length);
        return dw;
    }

    /// <summary>The plan of a shape on the device of a tensor, for its element type.</summary>
    public static ConvPlan Plan(ConvShape shape, ConvDirection direction, Tensor tensor) => ConvPlanCache.Of(
        shape, direction, tensor.Device.GroupSize(ConvKernelsLaunch.Gather6x4Kernel(tensor.Type)), tensor.Device.Capabilities,
        ConvTuning.ChoiceOf(shape, direction, tensor));

    private static Tensor Gather(
        ConvPlan plan, Tensor source, Tensor weight, Tensor? bias, Shape target, ConvTail tail, bool keepsFilter)
    {
        ConvShape shape = plan.Shape;
        Tensor y = Tensor.Empty(target, source.Type, source.Device);
        if (target.Elements == 0) return y;
        source = source.InOrder(MemoryOrder.ChannelsLast);
        bias = bias?.InOrder(MemoryOrder.RowMajor);
        int biasBatch = bias is { Shape.Rank: 2 } ? bias.Pitch : 0;
        if (plan.Winograd is { } winograd)
        {
            WinogradRun.Gather(plan, winograd, source, weight, bias, biasBatch, y, tail, keepsFilter);
            return y;
        }
        if (plan.Image is { } image && source.Pitch == shape.InChannels)
        {
            ImageRun.Gather(plan, image, source, weight, bias, y, tail.InRegisters(adds: false));
            return y;
        }
        if (plan.Dots is { } dots)
        {
            DotRun.Gather(plan, dots, source, weight, bias, y, tail.InRegisters(adds: false));
            return y;
        }
        if (plan.IsDepthwise)
        {
            Depthwise(plan, source, weight, bias, biasBatch, y, tail);
            return y;
        }
        if (plan.Grouped is { } grouped)
        {
            Grouped(plan, grouped, source, weight, bias, biasBatch, y, tail);
            return y;
        }
        if (plan.SumsRuns)
        {
            FoldRuns(shape, source, weight, bias, y, tail.InRegisters(adds: false));
            return y;
        }
        if (!shape.IsPerSample)
        {
            Tensor packed = weight.DerivedForUse(plan.TileKey, w => PackAll(plan, w));
            Tiles(plan, source, packed, bias, biasBatch, y, tail, 0, plan.Images);
            return y;
        }
        if (IsPacked(plan, weight))
        {
            Tiles(plan, source, weight, bias, biasBatch, y, tail, 0, plan.Images);
            return y;
        }
        // Some samples at a time: their packed filters are still in the cache when they are used, and the memory is that of a few.
        int part = plan.SamplesAtOnce;
        Tensor some = Packed(plan, weight, Math.Min(part, plan.Images));
        for (int first = 0; first < plan.Images; first += part)
        {
            int samples = Math.Min(part, plan.Images - first);
            Pack(plan, weight, some, first, samples);
            Tiles(plan, source, some, bias, biasBatch, y, tail, first, samples);
        }
        return y;
    }

    /// <summary>The tile kernels over some of the images; the packed filters, where each image has its own, are those of these images.</summary>
    private static void Tiles(
        ConvPlan plan, Tensor source, Tensor packed, Tensor? bias, int biasBatch, Tensor y, ConvTail tail, int first, int images)
    {
        ConvShape shape = plan.Shape;
        Device device = source.Device;
        int filterGroup = checked(shape.Taps * plan.In * plan.Covered);
        Tensor? start = tail.Start(adds: true);
        bool isOneRun = shape.Groups == 1 && source.Pitch == plan.In && plan.W is { Dilation: 1, TapStep: 1 };
        long from = first * ImageElements(plan.D.Source, plan.H.Source, plan.W.Source, source.Pitch);
        long to = first * ImageElements(plan.D.Destination, plan.H.Destination, plan.W.Destination, y.Pitch);
        foreach (ConvSegment segment in plan.Segments)
        {
            int strip = plan.StripOf(segment.Tile), strips = (plan.W.Rows + strip - 1) / strip;
            int part = plan.PartOf(segment.Tile);
            int rows = checked(images * plan.D.Rows * plan.H.Rows * strips);
            int blocks = checked(segment.Blocks * shape.Groups * plan.D.Phases * plan.H.Phases * plan.W.Phases);
            bool isSwapped = plan.PassesBlocks && part == plan.In;
            LaunchGrid grid = isSwapped ? new(plan.Lanes, blocks, rows) : new(plan.Lanes, rows, blocks);
            List<ChainStage>? stages = part < plan.In && plan.ChainsParts(blocks) ? [] : null;
            for (int firstIn = 0; firstIn < plan.In; firstIn += part)
            {
                int count = Math.Min(part, plan.In - firstIn);
                var args = new GatherArgs(
                    plan.D, plan.H, plan.W, strips, strip, source.Pitch, y.Pitch, plan.In, plan.Out, shape.Groups, isOneRun && count == plan.In ? plan.W.Taps : 1,
                    shape.IsPerSample ? filterGroup * shape.Groups : 0, filterGroup, shape.Taps * plan.In * segment.FirstVector * plan.Lanes,
                    segment.Blocks, segment.FirstVector * plan.Lanes, bias is null || firstIn > 0 ? 0 : 1, biasBatch,
                    firstIn + count == plan.In ? tail.InRegisters(adds: true) : 0, firstIn, count, firstIn == 0 && start is null ? 0 : 1,
                    plan.Prefetches ? 1 : 0, plan.Requests ? 1 : 0, isSwapped ? 1 : 0);
                BufferView x = Pointwise.Skip(source, from), b = bias is null ? packed.View : Pointwise.Skip(bias, (long)first * biasBatch);
                BufferView sums = Pointwise.Skip(y, to), before = firstIn == 0 && start is not null ? Pointwise.Skip(start, to) : sums;
                if (stages is null) segment.Tile.Gather!(device, grid, x, packed.View, b, before, sums, args);
                else stages.Add(segment.Tile.GatherStage!(device, grid with { Z = 1 }, x, packed.View, b, before, sums, args));
                if (firstIn + count < plan.In || !tail.HasPass(adds: true)) continue;
                BufferView other = Pointwise.Skip(tail.Other ?? y, to);
                args = args with { Activation = tail.InPass(adds: true), Continues = tail.PassContinues(adds: true) };
                if (stages is not null)
                {
                    stages.Add(ConvKernelsLaunch.TilePassStage(device, grid with { Z = 1 }, other, sums, args, tail.Function.Parameter, segment.Tile.Vectors));
                    continue;
                }
                ConvKernelsLaunch.TilePass(device, grid, other, sums, args, tail.Function.Parameter, segment.Tile.Vectors);
                LaunchTape.Of(device)?.Follow();
            }
            if (stages is not null) device.LaunchChain(blocks, 0, stages.ToArray());
        }
    }

    private static void FoldRuns(ConvShape shape, Tensor source, Tensor weight, Tensor? bias, Tensor y, int function)
    {
        // In filter order the taps of a row and their channels lie in one run already.
        ConvShape apart = shape.Runs();
        weight = weight.InOrder(MemoryOrder.Filter);
        Tensor runs = InputGradient(apart, source, weight.ViewAs(new Layout(apart.Weight, MemoryOrder.Filter, weight.Pitch)));
        ConvAxis axis = shape.Axes[^1];
        var args = new FoldArgs(
            shape.InChannels, axis.Stride, axis.Low, axis.Output, apart.InChannels, (axis.Kernel + axis.Stride - 1) / axis.Stride,
            (axis.Input + Math.Max(0, axis.Low) + axis.Stride - 1) / axis.Stride, checked(axis.Input * shape.InChannels), bias is null ? 0 : 1,
            function);
        int rows = checked((int)(y.Shape.Elements / args.Elements));
        ConvKernelsLaunch.FoldRuns(y.Device, new(axis.Stride * shape.InChannels, rows), runs.View, (bias ?? runs).View, y.View, args);
    }

    private static long ImageElements(int depth, int height, int width, int pitch) => (long)depth * height * width * pitch;

    private static void Depthwise(ConvPlan plan, Tensor source, Tensor weight, Tensor? bias, int biasBatch, Tensor y, ConvTail tail)
    {
        ConvShape shape = plan.Shape;
        int multiplier = shape.GroupOut, pixels = plan.PartPixels, parts = (plan.W.Rows + pixels - 1) / pixels;
        weight = weight.InOrder(shape.IsPerSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter);
        var args = new DepthwiseArgs(
            plan.D, plan.H, plan.W, source.Pitch, y.Pitch, shape.Groups, multiplier, weight.Pitch,
            shape.IsPerSample ? checked((int)weight.Layout.Stride(0)) : 0, bias is null ? 0 : 1, biasBatch, tail.InRegisters(adds: false),
            parts, pixels);
        bool isForward = plan.Direction == ConvDirection.Forward;
        int planes = plan.D.Phases * plan.H.Phases, phases = planes * plan.W.Phases;
        if (plan.DepthwiseWindow is { } window)
        {
            int strips = (plan.H.Rows + plan.StripRows - 1) / plan.StripRows;
            args = args with { Strips = strips, StripRows = plan.StripRows, Prefetches = plan.PrefetchesWindows ? 1 : 0 };
            var windows = new LaunchGrid(shape.Groups / plan.DepthwiseVectors, checked(plan.Images * plan.D.Rows * strips * parts), planes);
            window(source.Device, windows, source.View, weight.View, (bias ?? weight).View, y.View, args);
            RowsPass(windows, y, tail, args, plan.DepthwiseVectors);
            return;
        }
        if (plan.DepthwiseSpread is { } spread)
        {
            int strips = (plan.H.Destination + plan.StripRows - 1) / plan.StripRows;
            spread(
                source.Device, new(shape.Groups, checked(plan.Images * plan.D.Destination * strips)), source.View, weight.View, (bias ?? weight).View, y.View,
                args with { Strips = strips, StripRows = plan.StripRows, Prefetches = plan.PrefetchesRows ? 1 : 0 });
            return;
        }
        var grid = new LaunchGrid(
            shape.Groups, checked(plan.Images * plan.D.Rows * plan.H.Rows * parts), isForward ? checked(phases * multiplier) : phases);
        DepthwiseLaunch launch = (isForward, multiplier) switch
        {
            (_, 1) => ConvKernelsLaunch.DepthwiseForward,
            (true, _) => ConvKernelsLaunch.DepthwiseMultiplied,
            _ => ConvKernelsLaunch.DepthwiseInputGradient,
        };
        launch(source.Device, grid, source.View, weight.View, (bias ?? weight).View, y.View, args);
        RowsPass(grid, y, tail, args with { Strips = plan.H.Rows, StripRows = 1 });
    }

    private static void Grouped(
        ConvPlan plan, DepthwiseLaunch launch, Tensor source, Tensor weight, Tensor? bias, int biasBatch, Tensor y, ConvTail tail)
    {
        ConvShape shape = plan.Shape;
        int channels = checked(shape.Groups * plan.Out), together = plan.GroupedWindow ? plan.Lanes : channels;
        int perSample = checked(shape.Taps * plan.In * ((channels + together - 1) / together) * together);
        Tensor Pack(Tensor w)
        {
            Tensor packed = Tensor.Empty([shape.IsPerSample ? shape.Batch : 1, perSample], w.Type, w.Device, MemoryOrder.RowMajor);
            PackArgs args = Strides(plan, w) with { Width = channels, FilterBatch = perSample, FilterGroup = together };
            if (plan.GroupedWindow) args = InSourceOrder(plan, args);
            ConvKernelsLaunch.PackGrouped(w.Device, new(channels, shape.Taps, checked(plan.In * packed.Shape[0])), w.View, packed.View, args);
            return packed;
        }

        Tensor filter = shape.IsPerSample ? Pack(weight) : weight.DerivedForUse((typeof(ConvPlan), $"grouped {(int)plan.Direction} {shape.Groups} {together}"), Pack);
        int strips = (plan.H.Rows + plan.StripRows - 1) / plan.StripRows;
        var args = new DepthwiseArgs(
            plan.D, plan.H, plan.W, source.Pitch, y.Pitch, channels, 1, channels, shape.IsPerSample ? perSample : 0, bias is null ? 0 : 1, biasBatch,
            tail.InRegisters(adds: false), 1, plan.W.Rows, strips, plan.StripRows,
            plan.PrefetchesRows ? 1 : 0);
        var grid = new LaunchGrid(channels, checked(plan.Images * plan.D.Rows * strips), plan.D.Phases * plan.H.Phases * plan.W.Phases);
        launch(source.Device, grid, source.View, filter.View, (bias ?? filter).View, y.View, args);
        RowsPass(grid, y, tail, args);
    }

    /// <summary>What the kernels of channels side by side leave of what follows their sums, over the same grid.</summary>
    private static void RowsPass(LaunchGrid grid, Tensor y, ConvTail tail, DepthwiseArgs args, int vectors = 1)
    {
        if (!tail.HasPass(adds: false)) return;
        ConvKernelsLaunch.RowsPass(
            y.Device, grid, (tail.Other ?? y).View, y.View, args with { Activation = tail.InPass(adds: false) }, tail.Function.Parameter, tail.PassContinues(adds: false),
            vectors);
        LaunchTape.Of(y.Device)?.Follow();
    }


    private static Tensor PackAll(ConvPlan plan, Tensor weight)
    {
        Tensor packed = Packed(plan, weight, 1);
        Pack(plan, weight, packed, 0, 1);
        return packed;
    }

    /// <summary>Room for the packed filters of so many samples.</summary>
    private static Tensor Packed(ConvPlan plan, Tensor weight, int filters) => Tensor.Empty(
        [filters, plan.Shape.Groups, checked(plan.Shape.Taps * plan.In * plan.Covered)], weight.Type, weight.Device, MemoryOrder.RowMajor);

    /// <summary>Whether a filter of each sample lies as the tile kernel reads it: one block of all output channels, without room between.</summary>
    private static bool IsPacked(ConvPlan plan, Tensor weight) =>
        plan is { Direction: ConvDirection.Forward, Shape.Groups: 1, Segments: [{ Blocks: 1 }] } && plan.Covered == plan.Out
        && weight.Order == MemoryOrder.PerSampleFilter && weight.Layout.IsDense;

    private static void Pack(ConvPlan plan, Tensor weight, Tensor packed, int first, int filters)
    {
        ConvShape shape = plan.Shape;
        int filterGroup = checked(shape.Taps * plan.In * plan.Covered);
        PackArgs strides = Strides(plan, weight);
        BufferView from = Pointwise.Skip(weight, (long)first * strides.StrideBatch);
        foreach (ConvSegment segment in plan.Segments)
        {
            int width = segment.Tile.Vectors * plan.Lanes;
            PackArgs args = strides with
            {
                Blocks = segment.Blocks, Width = width, FirstChannel = segment.FirstVector * plan.Lanes, FilterBatch = filterGroup * shape.Groups,
                FilterGroup = filterGroup, FilterFirst = shape.Taps * plan.In * segment.FirstVector * plan.Lanes,
            };
            var grid = new LaunchGrid(width, shape.Taps, checked(segment.Blocks * shape.Groups * filters));
            if (args.StrideOut == 1) ConvKernelsLaunch.PackContiguous(weight.Device, grid, from, packed.View, args);
            else ConvKernelsLaunch.PackStrided(weight.Device, grid, from, packed.View, args);
        }
    }

    /// <summary>Strides along which the taps follow the source: where they run against it, as in an input gradient, the last comes first.</summary>
    internal static PackArgs InSourceOrder(ConvPlan plan, PackArgs a)
    {
        if (plan.D.Spread < 0) a = a with { FilterFirst = a.FilterFirst + ((plan.D.Taps - 1) * a.StrideD), StrideD = -a.StrideD };
        if (plan.H.Spread < 0) a = a with { FilterFirst = a.FilterFirst + ((plan.H.Taps - 1) * a.StrideH), StrideH = -a.StrideH };
        if (plan.W.Spread < 0) a = a with { FilterFirst = a.FilterFirst + ((plan.W.Taps - 1) * a.StrideW), StrideW = -a.StrideW };
        return a;
    }

    /// <summary>Where the elements of a filter lie that is to be packed.</summary>
    internal static PackArgs Strides(ConvPlan plan, Tensor weight)
    {
        ConvShape shape = plan.Shape;
        int first = shape.IsPerSample ? 1 : 0, depth = shape.Axes.Count;
        int Stride(int axis) => axis < 0 ? 0 : checked((int)weight.Layout.Stride(first + axis));
        int StrideOf(int fromLast) => depth >= fromLast ? Stride(2 + depth - fromLast) : 0;
        int Size(int fromLast) => depth >= fromLast ? shape.Axes[depth - fromLast].Kernel : 1;
        bool isForward = plan.Direction == ConvDirection.Forward;
        return new PackArgs(
            Size(2), Size(1), StrideOf(3), StrideOf(2), StrideOf(1), Stride(isForward ? 1 : 0), Stride(isForward ? 0 : 1),
            shape.GroupOut * Stride(0), shape.IsPerSample ? checked((int)weight.Layout.Stride(0)) : 0, shape.Taps, plan.In, plan.Out, shape.Groups, 0, 0, 0, 0, 0, 0);
    }
}
