using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.Pad1d</c>: pads or crops a signal, <c>[N, C, W]</c>; what PyTorch calls Zero-, Reflection-, Replication-, Circular- and ConstantPad1d.</summary>
/// <param name="padding">Positions on each side; negative crops.</param>
/// <param name="mode">What padded positions hold; zeros by default.</param>
public sealed class Pad1d(Padding1 padding, PaddingMode mode = default) : Module
{
    /// <summary>Positions on each side.</summary>
    public Padding1 Padding => padding;

    /// <summary>What padded positions hold.</summary>
    public PaddingMode Mode => mode;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Pad1d(padding, mode);
}
