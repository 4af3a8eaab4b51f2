using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.Pad2d</c>: pads or crops images, <c>[N, C, H, W]</c>; what PyTorch calls Zero-, Reflection-, Replication-, Circular- and ConstantPad2d.</summary>
/// <param name="padding">Positions on each side; negative crops.</param>
/// <param name="mode">What padded positions hold; zeros by default.</param>
public sealed class Pad2d(Padding2 padding, PaddingMode mode = default) : Module
{
    /// <summary>Positions on each side.</summary>
    public Padding2 Padding => padding;

    /// <summary>What padded positions hold.</summary>
    public PaddingMode Mode => mode;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Pad2d(padding, mode);
}
