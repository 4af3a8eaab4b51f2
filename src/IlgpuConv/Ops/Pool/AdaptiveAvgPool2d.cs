using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer that averages to a fixed size, whatever the size of the input.</summary>
/// <param name="output">The height and width of the output.</param>
public sealed class AdaptiveAvgPool2d(Pair output) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.AdaptiveAvgPool2d(output);
}
