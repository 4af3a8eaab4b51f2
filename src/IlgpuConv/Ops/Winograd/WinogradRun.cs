using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs a convolution as a chain over blocks of tiles; the transformed filter is kept with the parameter's version.</summary>
internal static class WinogradRun
{
    /// <summary>The forward or the input gradient of a plan; the source is channels-last, of any pitch.</summary>
    public static void Gather(ConvPlan plan, WinogradPlan winograd, Tensor source, Tensor weight, Tensor? bias, Tensor y, ConvActivation activation)
    {
        WinogradForm form = winograd.Form;
        Tensor filter = weight.Derived(
            (typeof(WinogradPlan), $"{plan.Direction} {form} {winograd.Width} {plan.Lanes}"), w => Filter(plan, winograd, w));
        int partBlocks = winograd.OutBlocks / winograd.Parts, partVectors = partBlocks * winograd.Tile.Vectors;
        bool isForward = plan.Direction == ConvDirection.Forward;
        ConvAxis h = plan.Shape.Axes[0], w = plan.Shape.Axes[1];
        var args = new WinogradArgs(
            plan.H.Source, plan.W.Source, plan.H.Destination, plan.W.Destination, isForward ? -h.Low : h.Low - 2, isForward ? -w.Low : w.Low - 2,
            winograd.TilesH, winograd.TilesW, winograd.Tiles, winograd.BlockTiles, winograd.Tile.Rows, winograd.Parts, partBlocks, partVectors, source.Pitch, y.Pitch,
            plan.In, plan.Out, winograd.InVectors, winograd.PatchElements, bias is null ? 0 : 1, (int)activation);
        Device device = source.Device;
        // The device puts the workspace here; the view only carries the element type.
        BufferView work = source.View with { Offset = 0, Length = 0 };
        device.LaunchChain(
            winograd.Blocks, winograd.BlockElements * source.Type.Size(),
            [
                form.Patches(device, new(winograd.InVectors * plan.Lanes, winograd.BlockTiles), source.View, work, args),
                winograd.Tile.Of(form)(device, new(plan.Lanes, form.Points * partBlocks), filter.View, work, args),
                form.Back(device, new(partVectors * plan.Lanes, winograd.BlockTiles), work, (bias ?? filter).View, y.View, args),
            ]);
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
