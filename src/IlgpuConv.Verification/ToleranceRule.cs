namespace IlgpuConv.Verification;

/// <summary>How far a device may be from the reference.</summary>
public enum ToleranceRule
{
    /// <summary>
    /// <c>8 |float reference - double reference| + 4 ulp</c> of the largest magnitude; the difference is the largest of the tensor.
    /// </summary>
    Rounding,

    /// <summary>
    /// <c>2 eps sqrt(terms) sum |x| |w|</c>, element by element, for operations that are linear in each input. The sum is the operation
    /// on absolute values, the number of terms the operation on ones.
    /// </summary>
    Linear,

    /// <summary>
    /// <c>8.2 · 2 eps sqrt(terms) sum |x| |w|</c> with the largest of the tensor, for every element: the outputs of a tile share their rounding, and
    /// 8.2 is how much the transforms of F(4x4, 3x3) increase it (docs/winograd.md).
    /// </summary>
    Winograd,

    /// <summary>The same bits: operations that move or select elements.</summary>
    Exact,
}
