using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer <c>[N, C r², H, W]</c> to <c>[N, C, H r, W r]</c>.</summary>
/// <param name="factor">The factor r.</param>
public sealed class PixelShuffle(int factor) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.PixelShuffle(factor);
}
