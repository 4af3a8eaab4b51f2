using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// 1 for the first largest of each row, 0 for the others. Its derivative is 0 almost everywhere; the gradient that it gives is the
/// straight-through one, <c>dx = dy</c>, as if it were the identity.
/// </summary>
internal sealed class HardChoiceOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "hard choice";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = Tensor.Empty(x.Shape, x.Type, x.Device);
        if (x.Shape.Elements > 0)
            HardChoiceKernelsLaunch.Forward(x.Device, new LaunchGrid(x.Shape[0]), x.View, y.View, x.Shape[0], x.Shape[1], x.Pitch);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient];
}
