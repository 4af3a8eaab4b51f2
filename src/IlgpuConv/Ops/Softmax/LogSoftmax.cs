using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer <c>y = x - log Σ exp(x)</c> along an axis.</summary>
/// <param name="axis">The axis; 1 is that of channels and classes.</param>
public sealed class LogSoftmax(int axis = 1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.LogSoftmax(axis);
}
