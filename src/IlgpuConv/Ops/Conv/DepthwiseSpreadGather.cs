using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The depthwise input gradient with stride 2 along the width, whose phases are made together.</summary>
internal sealed class DepthwiseSpreadGather : DepthwiseGather
{
    private readonly DepthwiseLaunch _launch;

    private DepthwiseSpreadGather(ConvPlan plan, DepthwiseLaunch launch)
        : base(plan) => _launch = launch;

    /// <summary>It fits widths of 3 or 5 taps without a multiplier, on processors.</summary>
    public static ConvGather? Of(ConvPlan plan)
    {
        if (plan.IsGpu || !plan.IsDepthwise || plan.Direction != ConvDirection.InputGradient || plan.Shape.GroupOut != 1
            || plan.Shape.Axes[^1] is not { Stride: 2, Dilation: 1, InputDilation: 1, Low: >= 0 }) return null;
        return plan.W.Taps switch
        {
            3 => new DepthwiseSpreadGather(plan, ConvKernelsLaunch.DepthwiseSpread3),
            5 => new DepthwiseSpreadGather(plan, ConvKernelsLaunch.DepthwiseSpread5),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override bool Finishes(ConvTail tail) => !tail.HasPass(adds: false);

    /// <inheritdoc/>
    protected override void Run(in GatherCall call, Tensor weight, in DepthwiseArgs args)
    {
        int strips = (Plan.H.Destination + NearRows - 1) / NearRows;
        _launch(
            call.Device, new(Plan.Shape.Groups, checked(Plan.Images * Plan.D.Destination * strips)), call.Source.View, weight.View, (call.Bias ?? weight).View,
            call.Result.View, args with { Strips = strips, StripRows = NearRows, Prefetches = Plan.PrefetchesRows ? 1 : 0 });
    }
}
