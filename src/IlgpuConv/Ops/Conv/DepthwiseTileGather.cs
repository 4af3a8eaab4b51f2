using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Depthwise windows of 3x3 in tiles over eight vectors of channels. Larger maps than 28x28 come from beyond the second cache, where going along whole rows
/// of one vector is as fast or faster and depends less on where tensors begin.
/// </summary>
internal sealed class DepthwiseTileGather : DepthwiseGather
{
    private const int MostColumns = 28;
    private const int Registers = 32;

    private DepthwiseTileGather(ConvPlan plan)
        : base(plan)
    {
    }

    /// <summary>It fits maps that whole tiles divide, padded by at most one position on each side, on processors with 32 vector registers.</summary>
    public static ConvGather? Of(ConvPlan plan) =>
        plan is { IsDepthwise: true, IsGpu: false, Shape.GroupOut: 1, Device.VectorRegisters: >= Registers } && IsSquare(plan)
            && Fits(plan.H, ConvKernels.DepthwiseTileRows) && Fits(plan.W, ConvKernels.DepthwiseTileColumns)
            && plan.W.Destination <= MostColumns && plan.Shape.Groups >= ConvKernels.DepthwiseTileVectors * plan.Lanes && plan.Shape.Groups % plan.Lanes == 0
            ? new DepthwiseTileGather(plan)
            : null;

    /// <inheritdoc/>
    public override string ToString() => $"depthwise tiles, {Plan.Shape.Groups} channels in vectors of {Plan.Lanes}";

    /// <inheritdoc/>
    protected override void Run(in GatherCall call, Tensor weight, in DepthwiseArgs args)
    {
        int strips = Plan.H.Destination / ConvKernels.DepthwiseTileRows, channels = ConvKernels.DepthwiseTileVectors * Plan.Lanes;
        DepthwiseArgs here = args with { Strips = strips, StripRows = ConvKernels.DepthwiseTileRows };
        var grid = new LaunchGrid((Plan.Shape.Groups + channels - 1) / channels * Plan.Lanes, checked(Plan.Images * Plan.D.Rows * strips));
        ConvKernelsLaunch.DepthwiseTiles3(call.Device, grid, call.Source.View, weight.View, (call.Bias ?? weight).View, call.Result.View, here);
        Pass(grid, call, here, ConvKernels.DepthwiseTileVectors);
    }

    private static bool Fits(in GatherAxis axis, int tile)
    {
        int first = Math.Min(axis.Origin, axis.Origin + (2 * axis.Dilation));
        return axis is { Taps: 3, Stride: 1, Phases: 1, Divisor: 1, TapStep: 1, Dilation: 1 or -1 } && axis.Destination > 0 && axis.Destination % tile == 0
            && first >= -1 && axis.Destination + first + 1 <= axis.Source;
    }
}
