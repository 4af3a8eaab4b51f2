using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Each input channel has output channels of its own; a lane makes one of them, from a filter that lies as it is.</summary>
internal abstract class DepthwiseGather(ConvPlan plan) : ChannelGather(plan)
{
    private const int MostPixels = 140;
    private const int DistantChannels = 512;

    /// <summary>
    /// Positions of a row that one group makes: all of them, but of a signal, which has one row, whole tiles of every size; a batch of one would keep one
    /// thread busy otherwise.
    /// </summary>
    protected int PartPixels { get; } = Math.Max(1, plan.D.Rows * plan.H.Rows == 1 ? Math.Min(plan.W.Rows, MostPixels) : plan.W.Rows);

    /// <summary>Parts of a row.</summary>
    protected int Parts => (Plan.W.Rows + PartPixels - 1) / PartPixels;

    /// <summary>Rows of a strip; fewer where positions lie a multiple of 2 KB apart.</summary>
    protected int NearRows => Plan.Shape.InChannels % DistantChannels == 0 ? FewRows : StripRows;

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => 0;

    /// <inheritdoc/>
    public override void Run(in GatherCall call)
    {
        ConvShape shape = Plan.Shape;
        Tensor weight = call.Weight.InOrder(shape.IsPerSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter);
        Run(call, weight, new DepthwiseArgs(
            Plan.D, Plan.H, Plan.W, call.Source.Pitch, call.Result.Pitch, shape.Groups, shape.GroupOut, weight.Pitch,
            shape.IsPerSample ? checked((int)weight.Layout.Stride(0)) : 0, call.Biased, call.BiasBatch, call.Tail.InRegisters(adds: false), Parts, PartPixels));
    }

    /// <inheritdoc/>
    public override string ToString() => $"depthwise, {Plan.Shape.Groups} channels in vectors of {Plan.Lanes}";

    /// <summary>Launches a kernel whose rows are not in strips, and what follows it.</summary>
    protected abstract void Run(in GatherCall call, Tensor weight, in DepthwiseArgs args);
}
