using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <see cref="GeluMethods"/>: <c>y = x Φ(x)</c>.</summary>
/// <param name="tanhForm">Whether to take the tanh form.</param>
public sealed class Gelu(bool tanhForm = false) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Gelu(tanhForm);
}
