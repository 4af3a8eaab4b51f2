using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// An input gradient of few channels: the taps of a row and their channels are summed side by side in lanes, as by a convolution whose last axis has one
/// tap, and the overlapping runs are added afterwards.
/// </summary>
internal sealed class FoldGather : ConvGather
{
    private const int LeastSums = 16;

    private readonly ConvPlan _runs;

    private FoldGather(ConvPlan plan)
        : base(plan) => _runs = ConvPlan.Of(plan.Shape.Runs(), ConvDirection.InputGradient, plan.Lanes, plan.Device);

    /// <summary>The family where it fits.</summary>
    public static ConvGather? Of(ConvPlan plan) => Fits(plan) ? new FoldGather(plan) : null;

    /// <summary>Whether it takes at most half the vectors of other kernels.</summary>
    public static bool Fits(ConvPlan plan)
    {
        ConvShape shape = plan.Shape;
        if (plan.Direction != ConvDirection.InputGradient || shape.Groups > 1 || shape.IsPerSample || plan.In < LeastSums
            || shape.Axes[^1] is not { InputDilation: 1, Dilation: 1, Low: >= 0, Kernel: > 1 and var taps } || shape.Output.Elements == 0) return false;
        return 2 * ((taps * plan.Out + plan.Lanes - 1) / plan.Lanes) <= taps * ((plan.Out + plan.Lanes - 1) / plan.Lanes);
    }

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => _runs.Shape.Input.Elements * type.Size() + _runs.WorkspaceBytes(type);

    /// <inheritdoc/>
    public override void Run(in GatherCall call)
    {
        ConvShape shape = Plan.Shape, apart = _runs.Shape;
        // In filter order the taps of a row and their channels lie in one run already.
        Tensor weight = call.Weight.InOrder(MemoryOrder.Filter);
        weight = weight.ViewAs(new Layout(apart.Weight, MemoryOrder.Filter, weight.Pitch));
        Tensor runs = ConvRun.Gather(_runs, call.Source, weight, null, default, keepsFilter: true), y = call.Result;
        ConvAxis axis = shape.Axes[^1];
        var args = new FoldArgs(
            shape.InChannels, axis.Stride, axis.Low, axis.Output, apart.InChannels, (axis.Kernel + axis.Stride - 1) / axis.Stride,
            (axis.Input + Math.Max(0, axis.Low) + axis.Stride - 1) / axis.Stride, checked(axis.Input * shape.InChannels), call.Biased,
            call.Tail.InRegisters(adds: false));
        int rows = checked((int)(y.Shape.Elements / args.Elements));
        ConvKernelsLaunch.FoldRuns(y.Device, new(axis.Stride * shape.InChannels, rows), runs.View, (call.Bias ?? runs).View, y.View, args);
    }

    /// <inheritdoc/>
    public override string ToString() => $"runs of {Plan.Shape.Axes[^1].Kernel} taps by {Plan.Out} channels in vectors of {Plan.Lanes}, added where they overlap";
}
