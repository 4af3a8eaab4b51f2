using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The weight gradient <c>dw = W(x, dy)</c> of a convolution, per sample where each has its own filter. For a cotangent g of dw:
/// <c>dx = D(dy, g)</c>, <c>ddy = conv(x, g)</c>.
/// </summary>
internal sealed class ConvWeightGradientOperation(ConvShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => shape.IsPerSample ? "per-sample conv weight gradient" : "conv weight gradient";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.Flops / 2;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        return ConvRun.WeightGradient(shape, inputs[0], inputs[1]);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new ConvInputGradientOperation(shape).Apply(Saved(0), gradient) : null,
        Needs(1) ? new ConvOperation(shape).Apply(Saved(1), gradient) : null,
    ];
}
