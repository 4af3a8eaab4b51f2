namespace IlgpuConv.Ops;

/// <summary>The Gaussian error linear unit, exact and in its tanh form.</summary>
internal static class GeluKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ForwardOperator>(a, y, s);

    /// <summary><c>y = a f'(b)</c>.</summary>
    [Kernel]
    internal static void Gradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<GradientOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void TanhForward(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<TanhForwardOperator>(a, y, s);

    /// <summary><c>y = a f'(b)</c>.</summary>
    [Kernel]
    internal static void TanhGradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<TanhGradientOperator>(a, b, y, s, 1, 1);

    /// <summary>The distribution function of the normal distribution, Φ.</summary>
    [Kernel]
    internal static void NormalDistribution(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<DistributionOperator>(a, y, s);

    /// <summary>
    /// Φ from <c>bell = exp(-x² / 2)</c>. With <c>z = |x| / √2</c> the tail is <c>bell Q(t) / (1 + 2 z)</c>, <c>t = (z - 3) / (z + 3)</c>,
    /// where Q is the Chebyshev interpolation, of degree 20, of <c>(1 + 2 z) exp(z²) erfc(z) / 2</c> for z up to 28 (the form of Shepherd
    /// and Laframboise 1981): relative error 4.2e-16 before rounding, in the tail too. Beyond z = 28 the bell is 0 in double.
    /// </summary>
    private static float Distribution(float x, float bell)
    {
        float z = XMath.Min(XMath.Abs(x) * 0.70710678118654752f, 28f);
        float t = (z - 3f) / (z + 3f);
        float p = 0.000000011513348587261826f;
        p = p * t + 0.000000031952940894229255f;
        p = p * t - 0.000000062092790124680583f;
        p = p * t - 0.0000002828512165117898f;
        p = p * t + 0.00000017521216872887115f;
        p = p * t + 0.0000017165844658917494f;
        p = p * t - 0.00000036620485606253046f;
        p = p * t - 0.000010040932297336098f;
        p = p * t + 0.000002475580377246794f;
        p = p * t + 0.000062546856585291915f;
        p = p * t - 0.000052580209407631915f;
        p = p * t - 0.00038991560529566619f;
        p = p * t + 0.00094434523239839272f;
        p = p * t + 0.0012646958487140509f;
        p = p * t - 0.011885257463388971f;
        p = p * t + 0.034154013675531698f;
        p = p * t - 0.059636831707563399f;
        p = p * t + 0.064822579351289273f;
        p = p * t - 0.023781147176723779f;
        p = p * t - 0.06781055306229f;
        p = p * t + 0.62650402913486481f;
        float tail = bell * p / (1f + 2f * z);
        return x < 0f ? tail : 1f - tail;
    }

    private static float Bell(float x) => XMath.Exp(x * x * -0.5f);

    /// <summary><c>(1 + tanh(u)) / 2</c> as the sigmoid of <c>2 u</c>, <c>u = √(2/π) (x + 0.044715 x³)</c>.</summary>
    private static float TanhGate(float x)
    {
        float twice = 1.5957691216057307f * (x + 0.044715f * (x * x * x));
        return 1f / (1f + XMath.Exp(-twice));
    }

    internal readonly struct ForwardOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => x * Distribution(x, Bell(x));
    }

    private readonly struct GradientOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b)
        {
            float bell = Bell(b);
            return a * (Distribution(b, bell) + b * (bell * 0.39894228040143268f));
        }
    }

    private readonly struct DistributionOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => Distribution(x, Bell(x));
    }

    internal readonly struct TanhForwardOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => x * TanhGate(x);
    }

    private readonly struct TanhGradientOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b)
        {
            float gate = TanhGate(b);
            float slope = 1.5957691216057307f * (1f + 0.134145f * (b * b));
            return a * (gate + b * (gate * (1f - gate)) * slope);
        }
    }
}
