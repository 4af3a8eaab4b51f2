using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The depthwise weight gradient of any filter: nine taps of a vector of channels a group.</summary>
internal sealed class DepthwiseGradient : RowGradient
{
    private const int Taps = 9;

    private DepthwiseGradient(ConvPlan plan)
        : base(plan)
    {
    }

    /// <summary>It fits whatever is depthwise.</summary>
    public static ConvWeightGradient? Of(ConvPlan plan) => plan.IsDepthwise ? new DepthwiseGradient(plan) : null;

    /// <inheritdoc/>
    public override string ToString() => $"depthwise, {Plan.Shape.Groups} channels in vectors of {Plan.Lanes}, {SlicesText}";

    /// <inheritdoc/>
    protected override void Sum(Tensor x, Tensor dy, Tensor sums)
    {
        var grid = new LaunchGrid(Plan.Shape.Groups, (Plan.Shape.Taps + Taps - 1) / Taps, checked(Plan.Out * AllSlices));
        if (Plan.Out == 1) ConvKernelsLaunch.DepthwiseWeightGradient(x.Device, grid, x.View, dy.View, sums.View, Args(x, dy));
        else ConvKernelsLaunch.DepthwiseWeightGradientMultiplied(x.Device, grid, x.View, dy.View, sums.View, Args(x, dy));
    }
}
