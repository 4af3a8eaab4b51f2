using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer that averages each channel of each image: <c>[N, C, H, W]</c> to <c>[N, C, 1, 1]</c>.</summary>
public sealed class GlobalAvgPool2d : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.GlobalAvgPool2d();
}
