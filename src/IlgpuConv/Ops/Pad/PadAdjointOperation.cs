using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The adjoint of padding, <c>dx[i] = Σ dy[o]</c> over the outputs that took element i; its gradient is padding with zeros as the constant.</summary>
internal sealed class PadAdjointOperation(PadShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "pad adjoint";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor dy = inputs[0].InOrder(MemoryOrder.ChannelsLast);
        Tensor dx = Tensor.Empty(shape.Input, dy.Type, dy.Device);
        int rows = checked(shape.Input[0] * shape.Axes[0].Source * shape.Axes[1].Source);
        PadKernelsLaunch.Adjoint(dy.Device, new LaunchGrid(shape.Input[1], rows), dy.View, dx.View, PadOperation.Args(shape, dx.Pitch, dy.Pitch));
        return dx;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new PadOperation(shape).Apply(gradient)];
}
