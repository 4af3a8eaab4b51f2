using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer <c>y = x where x &gt; 0, else slope x</c>.</summary>
/// <param name="slope">The slope below 0.</param>
public sealed class LeakyRelu(double slope = 0.01) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.LeakyRelu(slope);
}
