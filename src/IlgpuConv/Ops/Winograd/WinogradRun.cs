using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs a convolution as a chain over blocks of tiles.</summary>
internal static class WinogradRun
{
    /// <summary>Steps of three stages that one chain has.</summary>
    internal const int MostSteps = 20;

    /// <summary>The forward or the input gradient of a plan; the source is channels-last, of any pitch.</summary>
    public static void Gather(
        ConvPlan plan, WinogradPlan winograd, Tensor source, Tensor weight, Tensor? bias, int biasBatch, Tensor y, ConvTail tail, bool keepsFilter)
    {
        // In a new process the machine code of the largest kernel is made while this thread goes on.
        source.Device.Expect(winograd.Form.PatchesKernel(source.Type));
        if (!keepsFilter) winograd = winograd.Once(plan);
        WinogradArgs args = Args(plan, winograd, source, y, bias is not null, tail);
        if (winograd.OwnsFilter)
        {
            Owned(plan, winograd, source, weight, bias ?? weight, y, tail, args with { FilterAt = (int)winograd.FilterAt, BiasBatch = biasBatch });
            return;
        }
        if (keepsFilter)
        {
            Chain(plan, winograd, source, weight.Derived(plan.WinogradKey, w => Filter(plan, winograd, w)), bias, y, tail, args);
            return;
        }
        using Tensor filter = Filter(plan, winograd, weight);
        Chain(plan, winograd, source, filter, bias, y, tail, args);
    }

    private static WinogradArgs Args(ConvPlan plan, WinogradPlan winograd, Tensor source, Tensor y, bool isBiased, ConvTail tail)
    {
        int partBlocks = winograd.OutBlocks / winograd.Parts;
        return new(
            Plane(plan, winograd.TilesH, winograd.TilesW, winograd.Tiles, source, y), winograd.BlockTiles, winograd.SpanTiles, 0, winograd.Tile.Rows,
            winograd.Parts, partBlocks, partBlocks * winograd.Tile.Vectors, winograd.InVectors, winograd.PatchElements, 0,
            winograd.OwnsFilter ? 0 : checked(partBlocks * winograd.Form.Points * winograd.FilterPlace), winograd.FilterPlace, isBiased ? 1 : 0, 0,
            tail.InRegisters(adds: true), 0);
    }

    /// <summary>The chain over blocks of tiles, with a transformed filter.</summary>
    private static void Chain(ConvPlan plan, WinogradPlan winograd, Tensor source, Tensor filter, Tensor? bias, Tensor y, ConvTail tail, in WinogradArgs args)
    {
        WinogradForm form = winograd.Form;
        Device device = source.Device;
        (int partBlocks, int partVectors) = (args.PartBlocks, args.PartVectors);
        // The device puts the workspace here; the view only carries the element type.
        BufferView work = source.View with { Offset = 0, Length = 0 };
        device.LaunchChain(
            winograd.Blocks, winograd.BlockElements * source.Type.Size(),
            [
                form.Patches(device, new(winograd.InVectors * plan.Lanes, winograd.BlockTiles), source.View, work, args),
                winograd.Tile.Of(form)(device, new(plan.Lanes, form.Points * partBlocks), filter.View, work, args),
                .. Back(form, device, new(partVectors * plan.Lanes, winograd.BlockTiles), (bias ?? filter).View, y, tail, args),
            ]);
    }

    /// <summary>The way back with what follows it.</summary>
    private static ChainStage[] Back(
        WinogradForm form, Device device, LaunchGrid grid, BufferView bias, Tensor y, ConvTail tail, in WinogradArgs args)
    {
        BufferView work = y.View with { Offset = 0, Length = 0 };
        ChainStage back = tail.Start(adds: true) is { } start
            ? form.BackOnTop(device, grid, work, bias, start.View, y.View, args)
            : form.Back(device, grid, work, bias, y.View, args);
        if (!tail.HasPass(adds: true)) return [back];
        WinogradArgs rest = args with { Activation = tail.InPass(adds: true), Continues = tail.PassContinues(adds: true) };
        return [back, WinogradKernelsLaunch.PassStage(device, grid, work, (tail.Other ?? y).View, y.View, rest, tail.Function.Parameter, form.Outputs)];
    }

    /// <summary>
    /// Each sample with its own filter, or a filter that is used once: its transform is the first stage of a block, which the tiles of the sample or span
    /// follow, some at a time.
    /// </summary>
    private static void Owned(ConvPlan plan, WinogradPlan winograd, Tensor source, Tensor weight, Tensor bias, Tensor y, ConvTail tail, WinogradArgs args)
    {
        WinogradForm form = winograd.Form;
        Device device = source.Device;
        BufferView work = source.View with { Offset = 0, Length = 0 };
        WinogradFilterArgs filter = FilterArgs(plan, winograd, weight);
        int sampleFilter = winograd.IsPerSample ? checked((int)weight.Layout.Stride(0)) : 0;
        var sample = new WinogradSampleArgs(
            filter, sampleFilter, winograd.Parts, args.PartVectors, winograd.Tile.Vectors, args.FilterAt, winograd.FilterPlace, (int)winograd.CopyAt,
            winograd.CopyTap, winograd.CopyPitch);
        int partLanes = args.PartVectors * plan.Lanes;
        var stages = new List<ChainStage>();
        var columns = new LaunchGrid(plan.Lanes, checked(filter.InRows * args.PartVectors));
        if (filter.StrideOut == 1)
        {
            stages.Add(form.OwnFilterContiguous(device, new(partLanes, filter.InRows), weight.View, work, sample));
        }
        else if (filter.StrideIn == 1 && winograd.HasCopy)
        {
            stages.Add(WinogradKernelsLaunch.SampleCopyStage(device, new(plan.Lanes, checked(9 * partLanes)), weight.View, work, sample));
            stages.Add(form.OwnFilterCopied(device, columns, work, sample));
        }
        else
        {
            stages.Add(form.OwnFilter(device, columns, weight.View, work, sample));
        }
        // A large image takes several chains, each with the filter's transform.
        int begin = stages.Count, steps = (winograd.SpanTiles + winograd.BlockTiles - 1) / winograd.BlockTiles;
        var ahead = !winograd.IsPerSample ? default : WinogradAhead.Of(
            (long)args.Plane.Height * args.Plane.Width * source.Pitch, sampleFilter, plan.Images,
            checked(steps * winograd.Parts * form.Points * args.PartBlocks));
        for (int first = 0; first < winograd.SpanTiles; first += winograd.BlockTiles)
        {
            int rows = (Math.Min(winograd.BlockTiles, winograd.SpanTiles - first) + winograd.Tile.Rows - 1) / winograd.Tile.Rows * winograd.Tile.Rows;
            WinogradArgs here = args with { First = first };
            if (stages.Count + (tail.HasPass(adds: true) ? 4 : 3) > begin + MostSteps * 3)
            {
                device.LaunchChain(winograd.Blocks, winograd.BlockElements * source.Type.Size(), stages.ToArray());
                stages.RemoveRange(begin, stages.Count - begin);
            }
            stages.Add(form.Patches(device, new(winograd.InVectors * plan.Lanes, rows), source.View, work, here));
            stages.Add(winograd.Tile.OwnOf(form)(device, new(plan.Lanes, form.Points * args.PartBlocks), work, source.View, weight.View, here, ahead));
            stages.AddRange(Back(form, device, new(args.PartVectors * plan.Lanes, rows), bias.View, y, tail, here));
        }
        device.LaunchChain(winograd.Blocks, winograd.BlockElements * source.Type.Size(), stages.ToArray());
    }

    /// <summary>The weight gradient into sums of slices, or into dw itself where there is one slice or a filter of each sample; x and dy are channels-last, of any pitch.</summary>
    public static void WeightGradient(ConvPlan plan, WinogradGradientPlan winograd, Tensor x, Tensor dy, Tensor sums)
    {
        int partIn = winograd.InVectors / winograd.PartsIn, partOut = winograd.OutBlocks / winograd.PartsOut;
        int inLanes = partIn * plan.Lanes, outLanes = partOut * WinogradGradientPlan.BlockVectors * plan.Lanes;
        var args = new WinogradGradientArgs(
            Plane(plan, winograd.TilesH, winograd.TilesW, winograd.Tiles, x, dy), winograd.SliceTiles, 0, winograd.BlockTiles, winograd.PartsIn,
            winograd.PartsOut, partIn, partOut, (int)winograd.SlopesAt, (int)winograd.SumsAt, 0);
        Device device = x.Device;
        BufferView work = x.View with { Offset = 0, Length = 0 };
        var ahead = !winograd.IsPerSample ? default : WinogradAhead.Of(
            (long)args.Plane.Height * args.Plane.Width * x.Pitch, (long)args.Plane.OutHeight * args.Plane.OutWidth * dy.Pitch, plan.Images,
            checked((winograd.SliceTiles + winograd.BlockTiles - 1) / winograd.BlockTiles * winograd.PartsIn * winograd.PartsOut * 36 * partOut));
        var stages = new List<ChainStage>();
        for (int first = 0; first < winograd.SliceTiles; first += winograd.BlockTiles)
        {
            WinogradGradientArgs here = args with { First = first, Continues = first == 0 ? 0 : 1 };
            stages.Add(WinogradKernelsLaunch.GradientPatchesStage(device, new(inLanes, winograd.BlockTiles), x.View, work, here));
            stages.Add(WinogradKernelsLaunch.GradientSlopesStage(device, new(outLanes, winograd.BlockTiles), dy.View, work, here));
            var grid = new LaunchGrid(plan.Lanes, checked(36 * partOut * (WinogradGradientPlan.BlockVectors / winograd.Vectors)));
            stages.Add(winograd.Vectors == WinogradGradientPlan.BlockVectors
                ? WinogradKernelsLaunch.GradientSums4x4Stage(device, grid, work, x.View, dy.View, here, ahead)
                : WinogradKernelsLaunch.GradientSums4x2Stage(device, grid, work, x.View, dy.View, here, ahead));
        }
        stages.Add(WinogradKernelsLaunch.GradientBackStage(device, new(outLanes, inLanes), work, sums.View, args));
        device.LaunchChain(winograd.Blocks, winograd.BlockElements * x.Type.Size(), stages.ToArray());
    }

    /// <summary>Where source and destination lie: in an input gradient, whose taps are walked backwards, the last tap comes first.</summary>
    private static WinogradPlane Plane(ConvPlan plan, int tilesH, int tilesW, int tiles, Tensor source, Tensor destination)
    {
        bool isBackward = plan.Direction == ConvDirection.InputGradient;
        ConvAxis h = plan.Shape.Axes[0], w = plan.Shape.Axes[1];
        return new(
            plan.H.Source, plan.W.Source, plan.H.Destination, plan.W.Destination, isBackward ? h.Low - 2 * h.Dilation : -h.Low,
            isBackward ? w.Low - 2 * w.Dilation : -w.Low, h.Dilation, w.Dilation, tilesH, tilesW, tiles, source.Pitch, destination.Pitch, plan.In, plan.Out);
    }

    /// <summary>The filter as the products read it: <c>[block of output channels][point][input channel][channels of the block]</c>.</summary>
    private static Tensor Filter(ConvPlan plan, WinogradPlan winograd, Tensor weight)
    {
        WinogradForm form = winograd.Form;
        WinogradFilterArgs args = FilterArgs(plan, winograd, weight);
        Tensor packed = Tensor.Empty([winograd.OutBlocks, form.Points, args.InRows, winograd.Width], weight.Type, weight.Device, MemoryOrder.RowMajor);
        WinogradFilterLaunch launch = args.StrideOut == 1 ? form.FilterContiguous : form.Filter;
        launch(weight.Device, new(winograd.Width, args.InRows, winograd.OutBlocks), weight.View, packed.View, args);
        return packed;
    }

    private static WinogradFilterArgs FilterArgs(ConvPlan plan, WinogradPlan winograd, Tensor weight)
    {
        PackArgs strides = ConvRun.Strides(plan, weight);
        // An input gradient walks the taps backwards.
        bool isForward = plan.Direction == ConvDirection.Forward;
        int sign = isForward ? 1 : -1, first = isForward ? 0 : 2 * (strides.StrideH + strides.StrideW);
        return new WinogradFilterArgs(
            first, sign * strides.StrideH, sign * strides.StrideW, strides.StrideIn, strides.StrideOut, plan.In, plan.Out,
            winograd.InVectors * plan.Lanes, winograd.Width);
    }
}
