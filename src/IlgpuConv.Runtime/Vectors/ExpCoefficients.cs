namespace IlgpuConv.Runtime;

/// <summary>
/// The exponential in float, as in the Cephes library: <c>exp(x) = 2^n (1 + r + r² P(r))</c> with <c>n = round(x / ln 2)</c> and <c>r = x - n ln 2</c>, where
/// ln 2 is a sum of two numbers. At most 1.01 units in the last place from the exact value.
/// </summary>
internal static class ExpCoefficients
{
    /// <summary>Below this the result is 0.</summary>
    public const float Least = -104;

    /// <summary>Above this it is infinite.</summary>
    public const float Most = 89;

    public const float PerDoubling = 1.44269504088896341f;
    public const float DoublingHigh = 0.693359375f;
    public const float DoublingLow = -2.12194440e-4f;

    public const float P0 = 1.9875691500e-4f;
    public const float P1 = 1.3981999507e-3f;
    public const float P2 = 8.3334519073e-3f;
    public const float P3 = 4.1665795894e-2f;
    public const float P4 = 1.6666665459e-1f;
    public const float P5 = 5.0000001201e-1f;
}
