using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The depthwise weight gradient whose window along the width stays in registers while it moves: three rows of taps a group.</summary>
internal sealed class DepthwiseWindowGradient : RowGradient
{
    private const int TapRows = 3;

    private readonly WeightGradientLaunch _launch;

    private DepthwiseWindowGradient(ConvPlan plan, WeightGradientLaunch launch)
        : base(plan) => _launch = launch;

    /// <summary>It fits widths of 3 or 5 taps that move by 1 or 2, without a multiplier, on processors.</summary>
    public static ConvWeightGradient? Of(ConvPlan plan)
    {
        if (plan.IsGpu || !plan.IsDepthwise || plan.Shape.GroupOut != 1 || plan.W is not { Divisor: 1, TapStep: 1, Dilation: 1 }) return null;
        return (plan.W.Taps, plan.W.Stride, plan.W.Destination % 14 is 0 or > 7) switch
        {
            (3, 1, true) => new DepthwiseWindowGradient(plan, ConvKernelsLaunch.DepthwiseWeightWindow3),
            (3, 1, false) => new DepthwiseWindowGradient(plan, ConvKernelsLaunch.DepthwiseWeightWindow3Narrow),
            (3, 2, _) => new DepthwiseWindowGradient(plan, ConvKernelsLaunch.DepthwiseWeightWindow3Stride2),
            (5, 1, _) => new DepthwiseWindowGradient(plan, ConvKernelsLaunch.DepthwiseWeightWindow5),
            (5, 2, _) => new DepthwiseWindowGradient(plan, ConvKernelsLaunch.DepthwiseWeightWindow5Stride2),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"depthwise window, {Plan.Shape.Groups} channels in vectors of {Plan.Lanes}, {SlicesText}";

    /// <inheritdoc/>
    protected override void Sum(Tensor x, Tensor dy, Tensor sums) => _launch(
        x.Device, new(Plan.Shape.Groups, checked(Plan.D.Taps * ((Plan.H.Taps + TapRows - 1) / TapRows)), AllSlices), x.View, dy.View, sums.View, Args(x, dy));
}
