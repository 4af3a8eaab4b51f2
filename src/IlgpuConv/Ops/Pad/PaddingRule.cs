namespace IlgpuConv.Ops;

/// <summary>
/// How padding is found. Along an axis of n inputs, with a filter of k taps, stride s and dilation d; the padding of a transposed
/// convolution is that of the convolution whose input gradient it is.
/// </summary>
public enum PaddingRule
{
    /// <summary>The numbers are given.</summary>
    Explicit,

    /// <summary>None: the filter stays inside.</summary>
    Valid,

    /// <summary>As many outputs as inputs, at stride 1 only: <c>low = floor(d (k - 1) / 2)</c>, the rest after the last (PyTorch's <c>same</c>).</summary>
    Same,

    /// <summary>
    /// <c>ceil(n / s)</c> outputs: the total is <c>max((ceil(n / s) - 1) s + d (k - 1) + 1 - n, 0)</c>, half of it, rounded down, before
    /// the first (ONNX SAME_UPPER, TensorFlow's SAME).
    /// </summary>
    SameUpper,

    /// <summary>As <see cref="SameUpper"/>, with the half before the first rounded up (ONNX SAME_LOWER).</summary>
    SameLower,

    /// <summary>Every position that one tap reaches: <c>d (k - 1)</c> on each side.</summary>
    Full,
}
