namespace IlgpuConv.Ops;

/// <summary>How convolutions compute their sums.</summary>
public enum ConvAlgorithm
{
    /// <summary>What is likely fastest, or what an attached <see cref="ConvTuning"/> has measured.</summary>
    Planned,

    /// <summary>Products added one by one, as the definition has them.</summary>
    Direct,

    /// <summary>Winograd's F(2x2, 3x3) where filters have 3x3 taps, stride and dilation 1; direct elsewhere.</summary>
    Winograd2,

    /// <summary>Winograd's F(4x4, 3x3) where filters have 3x3 taps, stride and dilation 1; direct elsewhere.</summary>
    Winograd4,
}
