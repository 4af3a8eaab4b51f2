namespace IlgpuConv.Ops;

/// <summary>A receptive field that a convolution may choose: taps along height and width, and the distance between them.</summary>
/// <param name="Kernel">Taps, odd.</param>
/// <param name="Dilation">Input positions from one tap to the next.</param>
public readonly record struct FieldBranch(int Kernel, int Dilation = 1)
{
    /// <summary>Positions from the first tap to the last, <c>dilation (kernel - 1) + 1</c>.</summary>
    public int Span => Dilation * (Kernel - 1) + 1;

    /// <inheritdoc/>
    public override string ToString() => Dilation == 1 ? $"{Kernel}x{Kernel}" : $"{Kernel}x{Kernel} dilation {Dilation}";
}
