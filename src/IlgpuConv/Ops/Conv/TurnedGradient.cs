using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A weight gradient that is made as that of the convolution from the output to the input, whose lanes run over the input channels, and turned round.
/// </summary>
internal sealed class TurnedGradient : ConvWeightGradient
{
    private readonly ConvPlan _turned;

    private TurnedGradient(ConvPlan plan)
        : base(plan) => _turned = ConvPlan.Of(plan.Shape.Turned(), ConvDirection.WeightGradient, plan.Lanes, plan.Device);

    /// <inheritdoc/>
    public override int Slices => 1;

    /// <summary>It fits where lanes over few output channels would make half as much again.</summary>
    public static ConvWeightGradient? Of(ConvPlan plan)
    {
        if (plan.Shape.Groups > 1 || plan.Shape.IsPerSample) return null;
        foreach (ConvAxis axis in plan.Shape.AxisArray)
            if (axis is not { Stride: 1, InputDilation: 1 }) return null;
        long Vectors(int channels) => (channels + plan.Lanes - 1) / plan.Lanes;
        return 2 * Vectors(plan.Out) * plan.In >= 3 * Vectors(plan.In) * plan.Out ? new TurnedGradient(plan) : null;
    }

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => Plan.Shape.Weight.Elements * type.Size() + _turned.WorkspaceBytes(type);

    /// <inheritdoc/>
    public override string ToString() => $"that of the convolution from {Plan.Out} channels to {Plan.In}";

    /// <inheritdoc/>
    protected override void Sum(Tensor x, Tensor dy, Tensor sums)
    {
        ConvShape shape = Plan.Shape;
        Tensor turned = ConvRun.WeightGradient(_turned, dy, x);
        ConvKernelsLaunch.TurnFilter(x.Device, new(shape.InChannels, shape.Taps, shape.OutChannels), turned.View, sums.View, shape.InChannels);
    }
}
