using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer that makes signals, images or volumes a whole number of times as large.</summary>
/// <param name="scale">How many times.</param>
/// <param name="mode">How pixels are found.</param>
public sealed class Upsample(int scale, ResizeMode mode = ResizeMode.Nearest) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Upsample(scale, mode);
}
