using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary><c>y = a + b</c> for two gradients of one tensor, in the order of <c>a</c>.</summary>
internal sealed class AccumulateOperation : Operation
{
    private static readonly Pointwise.BinaryForms s_forms = new(AccumulateKernelsLaunch.Add);

    /// <inheritdoc/>
    public override string Name => "accumulate";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Pointwise.Binary(Name, inputs[0], inputs[1], s_forms);

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient, gradient];
}
