namespace IlgpuConv.Runtime;

/// <summary>
/// The hyperbolic tangent near 0, as in the Cephes library: <c>x + x s P(s)</c> in float and <c>x + x s N(s) / D(s)</c> in double, with s = x².
/// </summary>
internal static class TanhCoefficients
{
    public const float Near = 0.625f;

    public const float P0 = -5.70498872745e-3f;
    public const float P1 = 2.06390887954e-2f;
    public const float P2 = -5.37397155531e-2f;
    public const float P3 = 1.33314422036e-1f;
    public const float P4 = -3.33332819422e-1f;

    public const double N0 = -9.64399179425052238628e-1;
    public const double N1 = -9.92877231001918586564e1;
    public const double N2 = -1.61468768441708447952e3;
    public const double D0 = 1.12811678491632931402e2;
    public const double D1 = 2.23548839060100448583e3;
    public const double D2 = 4.84406305325125486048e3;
}
