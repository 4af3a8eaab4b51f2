using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer <c>[N, C, H r, W r]</c> to <c>[N, C r², H, W]</c>.</summary>
/// <param name="factor">The factor r.</param>
public sealed class PixelUnshuffle(int factor) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.PixelUnshuffle(factor);
}
