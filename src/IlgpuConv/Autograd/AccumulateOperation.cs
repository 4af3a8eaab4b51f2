using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary><c>y = a + b</c> for two gradients of one tensor, in the order of <c>a</c>.</summary>
internal sealed class AccumulateOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "accumulate";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor a = inputs[0], b = inputs[1];
        double[] left = a.ToDoubles(), right = b.ToDoubles();
        for (int i = 0; i < left.Length; i++) left[i] += right[i];
        return Tensor.FromDoubles(left, a.Shape, a.Type, a.Device, a.Order);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient, gradient];
}
