using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Depthwise kernels of any filter: a group makes a row of each channel, or part of one.</summary>
internal sealed class DepthwiseRowGather : DepthwiseGather
{
    private DepthwiseRowGather(ConvPlan plan)
        : base(plan)
    {
    }

    /// <summary>It fits whatever is depthwise.</summary>
    public static ConvGather? Of(ConvPlan plan) => plan.IsDepthwise ? new DepthwiseRowGather(plan) : null;

    /// <inheritdoc/>
    public override bool Finishes(ConvTail tail) => Plan.Shape.GroupOut == 1 || !tail.HasPass(adds: false);

    /// <inheritdoc/>
    protected override void Run(in GatherCall call, Tensor weight, in DepthwiseArgs args)
    {
        bool isForward = Plan.Direction == ConvDirection.Forward;
        int multiplier = Plan.Shape.GroupOut, phases = Plan.D.Phases * Plan.H.Phases * Plan.W.Phases;
        var grid = new LaunchGrid(
            Plan.Shape.Groups, checked(Plan.Images * Plan.D.Rows * Plan.H.Rows * Parts), isForward ? checked(phases * multiplier) : phases);
        DepthwiseLaunch launch = (isForward, multiplier) switch
        {
            (_, 1) => ConvKernelsLaunch.DepthwiseForward,
            (true, _) => ConvKernelsLaunch.DepthwiseMultiplied,
            _ => ConvKernelsLaunch.DepthwiseInputGradient,
        };
        launch(call.Device, grid, call.Source.View, weight.View, (call.Bias ?? weight).View, call.Result.View, args);
        Pass(grid, call, args with { Strips = Plan.H.Rows, StripRows = 1 });
    }
}
