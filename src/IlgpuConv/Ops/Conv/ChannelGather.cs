using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Kernels whose lanes are channels that are summed apart or in small groups: depthwise ones and those of small groups.</summary>
internal abstract class ChannelGather(ConvPlan plan) : ConvGather(plan)
{
    /// <summary>Rows of a strip where positions share the few ways of two sets of the first cache, or windows overlap in both directions.</summary>
    protected const int FewRows = 4;

    /// <summary>Rows that one group makes one after another, which keeps what they share near.</summary>
    protected const int StripRows = 8;

    /// <inheritdoc/>
    public override bool Finishes(ConvTail tail) => true;

    /// <summary>Whether height and width have the same window, over one image at a time.</summary>
    protected static bool IsSquare(ConvPlan plan) => plan.D is { Taps: 1, Stride: 1, Origin: 0, Phases: 1, Divisor: 1 }
        && plan.H is { Phases: 1, Divisor: 1, TapStep: 1, Dilation: 1 or -1 } && plan.H.Taps == plan.W.Taps && plan.H.Stride == plan.W.Stride;

    /// <summary>What the kernels leave of what follows their sums, over the same grid.</summary>
    protected static void Pass(LaunchGrid grid, in GatherCall call, in DepthwiseArgs args, int vectors = 1)
    {
        ConvTail tail = call.Tail;
        if (!tail.HasPass(adds: false)) return;
        ConvKernelsLaunch.RowsPass(
            call.Device, grid, (tail.Other ?? call.Result).View, call.Result.View, args with { Activation = tail.InPass(adds: false) }, tail.Function.Parameter,
            tail.PassContinues(adds: false), vectors);
        LaunchTape.Of(call.Device)?.Follow();
    }
}
