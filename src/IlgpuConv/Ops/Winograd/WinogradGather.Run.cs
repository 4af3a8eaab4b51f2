using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <content>The chains.</content>
internal sealed partial class WinogradGather
{
    /// <inheritdoc/>
    public override void Run(in GatherCall call)
    {
        WinogradPlan winograd = call.KeepsFilter ? Blocks : Once;
        // In a new process the machine code of the largest kernel is made while this thread goes on.
        call.Device.Expect(winograd.Form.PatchesKernel(call.Source.Type));
        WinogradArgs args = Args(winograd, call);
        if (winograd.OwnsFilter)
        {
            Owned(winograd, call, args with { FilterAt = (int)winograd.FilterAt, BiasBatch = call.BiasBatch });
            return;
        }
        if (call.KeepsFilter)
        {
            _filterKey ??= (typeof(WinogradGather), $"{(int)Plan.Direction} {winograd.Form.Outputs} {winograd.Width} {Plan.Lanes}");
            Chain(winograd, call, call.Weight.Derived(_filterKey, Filter), args);
            return;
        }
        using Tensor filter = Filter(call.Weight);
        Chain(winograd, call, filter, args);
    }

    private WinogradArgs Args(WinogradPlan winograd, in GatherCall call)
    {
        int partBlocks = winograd.OutBlocks / winograd.Parts;
        return new(
            WinogradPlane.Of(Plan, winograd.TilesH, winograd.TilesW, winograd.Tiles, call.Source, call.Result), winograd.BlockTiles, winograd.SpanTiles, 0,
            winograd.Tile.Rows, winograd.Parts, partBlocks, partBlocks * winograd.Tile.Vectors, winograd.InVectors, winograd.PatchElements, 0,
            winograd.OwnsFilter ? 0 : checked(partBlocks * winograd.Form.Points * winograd.FilterPlace), winograd.FilterPlace, call.Biased, 0,
            call.Tail.InRegisters(adds: true), 0);
    }

    /// <summary>The chain over blocks of tiles, with a transformed filter.</summary>
    private void Chain(WinogradPlan winograd, in GatherCall call, Tensor filter, in WinogradArgs args)
    {
        WinogradForm form = winograd.Form;
        (Device device, Tensor source) = (call.Device, call.Source);
        // The device puts the workspace here; the view only carries the element type.
        BufferView work = source.View with { Offset = 0, Length = 0 };
        device.LaunchChain(
            winograd.Blocks, winograd.BlockElements * source.Type.Size(),
            [
                form.Patches(device, new(winograd.InVectors * Plan.Lanes, winograd.BlockTiles), source.View, work, args),
                winograd.Tile.Of(form)(device, new(Plan.Lanes, form.Points * args.PartBlocks), filter.View, work, args),
                .. Back(form, new(args.PartVectors * Plan.Lanes, winograd.BlockTiles), (call.Bias ?? filter).View, call, args),
            ]);
    }

    /// <summary>The way back with what follows it.</summary>
    private static ChainStage[] Back(WinogradForm form, LaunchGrid grid, BufferView bias, in GatherCall call, in WinogradArgs args)
    {
        (Device device, Tensor y, ConvTail tail) = (call.Device, call.Result, call.Tail);
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
    private void Owned(WinogradPlan winograd, in GatherCall call, WinogradArgs args)
    {
        WinogradForm form = winograd.Form;
        (Device device, Tensor source, Tensor weight) = (call.Device, call.Source, call.Weight);
        BufferView work = source.View with { Offset = 0, Length = 0 }, bias = (call.Bias ?? weight).View;
        WinogradFilterArgs filter = FilterArgs(winograd, weight);
        int sampleFilter = winograd.IsPerSample ? checked((int)weight.Layout.Stride(0)) : 0;
        var sample = new WinogradSampleArgs(
            filter, sampleFilter, winograd.Parts, args.PartVectors, winograd.Tile.Vectors, args.FilterAt, winograd.FilterPlace, (int)winograd.CopyAt,
            winograd.CopyTap, winograd.CopyPitch);
        int partLanes = args.PartVectors * Plan.Lanes;
        var stages = new List<ChainStage>();
        var columns = new LaunchGrid(Plan.Lanes, checked(filter.InRows * args.PartVectors));
        if (filter.StrideOut == 1)
        {
            stages.Add(form.OwnFilterContiguous(device, new(partLanes, filter.InRows), weight.View, work, sample));
        }
        else if (filter.StrideIn == 1 && winograd.HasCopy)
        {
            stages.Add(WinogradKernelsLaunch.SampleCopyStage(device, new(Plan.Lanes, checked(9 * partLanes)), weight.View, work, sample));
            stages.Add(form.OwnFilterCopied(device, columns, work, sample));
        }
        else
        {
            stages.Add(form.OwnFilter(device, columns, weight.View, work, sample));
        }
        // A large image takes several chains, each with the filter's transform.
        int begin = stages.Count, steps = (winograd.SpanTiles + winograd.BlockTiles - 1) / winograd.BlockTiles;
        var ahead = !winograd.IsPerSample ? default : WinogradAhead.Of(
            (long)args.Plane.Height * args.Plane.Width * source.Pitch, sampleFilter, Plan.Images,
            checked(steps * winograd.Parts * form.Points * args.PartBlocks));
        for (int first = 0; first < winograd.SpanTiles; first += winograd.BlockTiles)
        {
            int rows = (Math.Min(winograd.BlockTiles, winograd.SpanTiles - first) + winograd.Tile.Rows - 1) / winograd.Tile.Rows * winograd.Tile.Rows;
            WinogradArgs here = args with { First = first };
            if (stages.Count + (call.Tail.HasPass(adds: true) ? 4 : 3) > begin + WinogradPlan.MostSteps * 3)
            {
                device.LaunchChain(winograd.Blocks, winograd.BlockElements * source.Type.Size(), stages.ToArray());
                stages.RemoveRange(begin, stages.Count - begin);
            }
            stages.Add(form.Patches(device, new(winograd.InVectors * Plan.Lanes, rows), source.View, work, here));
            stages.Add(winograd.Tile.OwnOf(form)(device, new(Plan.Lanes, form.Points * args.PartBlocks), work, source.View, weight.View, here, ahead));
            stages.AddRange(Back(form, new(args.PartVectors * Plan.Lanes, rows), bias, call, here));
        }
        device.LaunchChain(winograd.Blocks, winograd.BlockElements * source.Type.Size(), stages.ToArray());
    }

    /// <summary>The filter as the products read it: <c>[block of output channels][point][input channel][channels of the block]</c>.</summary>
    private Tensor Filter(Tensor weight)
    {
        WinogradForm form = Blocks.Form;
        WinogradFilterArgs args = FilterArgs(Blocks, weight);
        Tensor packed = Tensor.Empty([Blocks.OutBlocks, form.Points, args.InRows, Blocks.Width], weight.Type, weight.Device, MemoryOrder.RowMajor);
        WinogradFilterLaunch launch = args.StrideOut == 1 ? form.FilterContiguous : form.Filter;
        launch(weight.Device, new(Blocks.Width, args.InRows, Blocks.OutBlocks), weight.View, packed.View, args);
        return packed;
    }

    private WinogradFilterArgs FilterArgs(WinogradPlan winograd, Tensor weight)
    {
        PackArgs strides = FilterStrides.Of(Plan, weight);
        // An input gradient walks the taps backwards.
        bool isForward = Plan.Direction == ConvDirection.Forward;
        int sign = isForward ? 1 : -1, first = isForward ? 0 : 2 * (strides.StrideH + strides.StrideW);
        return new WinogradFilterArgs(
            first, sign * strides.StrideH, sign * strides.StrideW, strides.StrideIn, strides.StrideOut, Plan.In, Plan.Out,
            winograd.InVectors * Plan.Lanes, winograd.Width);
    }
}
