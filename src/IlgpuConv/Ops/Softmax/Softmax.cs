using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer <c>y = exp(x) / Σ exp(x)</c> along an axis.</summary>
/// <param name="axis">The axis; 1 is that of channels and classes.</param>
public sealed class Softmax(int axis = 1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Softmax(axis);
}
