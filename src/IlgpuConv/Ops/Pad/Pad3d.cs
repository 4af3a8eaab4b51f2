using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.Pad3d</c>: pads or crops volumes, <c>[N, C, D, H, W]</c>; what PyTorch calls Zero-, Reflection-, Replication-, Circular- and ConstantPad3d.</summary>
/// <param name="padding">Positions on each side; negative crops.</param>
/// <param name="mode">What padded positions hold; zeros by default.</param>
public sealed class Pad3d(Padding3 padding, PaddingMode mode = default) : Module
{
    /// <summary>Positions on each side.</summary>
    public Padding3 Padding => padding;

    /// <summary>What padded positions hold.</summary>
    public PaddingMode Mode => mode;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Pad3d(padding, mode);
}
