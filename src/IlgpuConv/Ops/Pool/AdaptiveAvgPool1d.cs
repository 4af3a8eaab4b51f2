using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer that averages to a fixed size, whatever the size of the input.</summary>
/// <param name="output">The length of the output.</param>
public sealed class AdaptiveAvgPool1d(int output) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool1d(output);
}
