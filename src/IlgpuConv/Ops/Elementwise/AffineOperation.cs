using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = a scale + shift</c> for two numbers: <c>da = dy scale</c>.</summary>
internal sealed class AffineOperation(double scale, double shift) : Operation
{
    /// <inheritdoc/>
    public override string Name => "affine";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        return Pointwise.Unary(inputs[0], (Device device, LaunchGrid grid, BufferView a, BufferView y, in RowShape s) =>
            UnaryKernelsLaunch.Affine(device, grid, a, y, in s, scale, shift));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new AffineOperation(scale, 0).Apply(gradient)];
}
