using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs a convolution as a chain over blocks of tiles.</summary>
internal static class WinogradRun
{
    /// <summary>The forward or the input gradient of a plan; the source is channels-last, of any pitch.</summary>
    public static void Gather(
        ConvPlan plan, WinogradPlan winograd, Tensor source, Tensor weight, Tensor? bias, Tensor y, ConvActivation activation, bool keepsFilter)
    {
        WinogradForm form = winograd.Form;
        Device device = source.Device;
        // The transform of patches is the largest of the kernels: in a new process its machine code is made meanwhile.
        device.Expect(form.PatchesKernel(source.Type));
        // A step of training uses a filter once in each direction, and it is four times the parameter: what is kept then is memory lost.
        Tensor filter = keepsFilter
            ? weight.Derived(plan.WinogradKey, w => Filter(plan, winograd, w))
            : Filter(plan, winograd, weight);
        int partBlocks = winograd.OutBlocks / winograd.Parts, partVectors = partBlocks * winograd.Tile.Vectors;
        var args = new WinogradArgs(
            Plane(plan, winograd.TilesH, winograd.TilesW, winograd.Tiles, source, y), winograd.BlockTiles, winograd.Tile.Rows, winograd.Parts, partBlocks,
            partVectors, winograd.InVectors, winograd.PatchElements, bias is null ? 0 : 1, (int)activation);
        // The device puts the workspace here; the view only carries the element type.
        BufferView work = source.View with { Offset = 0, Length = 0 };
        device.LaunchChain(
            winograd.Blocks, winograd.BlockElements * source.Type.Size(),
            [
                form.Patches(device, new(winograd.InVectors * plan.Lanes, winograd.BlockTiles), source.View, work, args),
                winograd.Tile.Of(form)(device, new(plan.Lanes, form.Points * partBlocks), filter.View, work, args),
                form.Back(device, new(partVectors * plan.Lanes, winograd.BlockTiles), work, (bias ?? filter).View, y.View, args),
            ]);
        if (!keepsFilter) filter.Dispose();
    }

    /// <summary>The weight gradient into sums of slices, or into dw itself where there is one slice; x and dy are channels-last, of any pitch.</summary>
    public static void WeightGradient(ConvPlan plan, WinogradGradientPlan winograd, Tensor x, Tensor dy, Tensor sums)
    {
        int partIn = winograd.InVectors / winograd.PartsIn, partOut = winograd.OutBlocks / winograd.PartsOut;
        int inLanes = partIn * plan.Lanes, outLanes = partOut * WinogradGradientPlan.BlockVectors * plan.Lanes;
        var args = new WinogradGradientArgs(
            Plane(plan, winograd.TilesH, winograd.TilesW, winograd.Tiles, x, dy), winograd.SliceTiles, 0, winograd.BlockTiles, winograd.PartsIn,
            winograd.PartsOut, partIn, partOut, (int)winograd.SlopesAt, (int)winograd.SumsAt, 0);
        Device device = x.Device;
        BufferView work = x.View with { Offset = 0, Length = 0 };
        var stages = new List<ChainStage>();
        for (int first = 0; first < winograd.SliceTiles; first += winograd.BlockTiles)
        {
            WinogradGradientArgs here = args with { First = first, Continues = first == 0 ? 0 : 1 };
            stages.Add(WinogradKernelsLaunch.GradientPatchesStage(device, new(inLanes, winograd.BlockTiles), x.View, work, here));
            stages.Add(WinogradKernelsLaunch.GradientSlopesStage(device, new(outLanes, winograd.BlockTiles), dy.View, work, here));
            var grid = new LaunchGrid(plan.Lanes, checked(36 * partOut * (WinogradGradientPlan.BlockVectors / winograd.Vectors)));
            stages.Add(winograd.Vectors == WinogradGradientPlan.BlockVectors
                ? WinogradKernelsLaunch.GradientSums4x4Stage(device, grid, work, here)
                : WinogradKernelsLaunch.GradientSums4x2Stage(device, grid, work, here));
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
            plan.H.Source, plan.W.Source, plan.H.Destination, plan.W.Destination, isBackward ? h.Low - 2 : -h.Low, isBackward ? w.Low - 2 : -w.Low,
            tilesH, tilesW, tiles, source.Pitch, destination.Pitch, plan.In, plan.Out);
    }

    /// <summary>The filter as the products read it: <c>[block of output channels][point][input channel][channels of the block]</c>.</summary>
    private static Tensor Filter(ConvPlan plan, WinogradPlan winograd, Tensor weight)
    {
        WinogradForm form = winograd.Form;
        int rows = winograd.InVectors * plan.Lanes;
        Tensor packed = Tensor.Empty([winograd.OutBlocks, form.Points, rows, winograd.Width], weight.Type, weight.Device, MemoryOrder.RowMajor);
        PackArgs strides = ConvRun.Strides(plan, weight);
        // An input gradient walks the taps backwards.
        bool isForward = plan.Direction == ConvDirection.Forward;
        int sign = isForward ? 1 : -1, first = isForward ? 0 : 2 * (strides.StrideH + strides.StrideW);
        var args = new WinogradFilterArgs(
            first, sign * strides.StrideH, sign * strides.StrideW, strides.StrideIn, strides.StrideOut, plan.In, plan.Out, rows, winograd.Width);
        WinogradFilterLaunch launch = strides.StrideOut == 1 ? form.FilterContiguous : form.Filter;
        launch(weight.Device, new(winograd.Width, rows, winograd.OutBlocks), weight.View, packed.View, args);
        return packed;
    }
}
