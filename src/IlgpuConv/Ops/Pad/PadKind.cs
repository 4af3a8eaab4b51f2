namespace IlgpuConv.Ops;

/// <summary>Where padded positions take their elements from.</summary>
internal enum PadKind
{
    /// <summary>Nowhere: one number.</summary>
    Constant,

    /// <summary>The mirror image without the edge.</summary>
    Reflect,

    /// <summary>The nearest position.</summary>
    Replicate,

    /// <summary>The same image again.</summary>
    Circular,

    /// <summary>The mirror image with the edge.</summary>
    Symmetric,
}
