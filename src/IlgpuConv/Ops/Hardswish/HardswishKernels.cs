namespace IlgpuConv.Ops;

/// <summary>The piecewise polynomials that stand in for the sigmoid and for <c>x</c> times it, and their gradients.</summary>
internal static class HardswishKernels
{
    [Kernel]
    internal static void Sigmoid(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SigmoidOperator>(a, y, s);

    /// <summary><c>y = a / 6 where -3 &lt; b &lt; 3, else 0</c>.</summary>
    [Kernel]
    internal static void SigmoidGradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<SigmoidSlope>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void Swish(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SwishOperator>(a, y, s);

    /// <summary><c>y = a (h(b) + b h'(b))</c>.</summary>
    [Kernel]
    internal static void SwishGradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<SwishSlope>(a, b, y, s, 1, 1);

    // Written as choices so that a number that is not one stays visible.
    private static float Gate(float x) => x <= -3f ? 0f : x >= 3f ? 1f : (x + 3f) * 0.16666666666666667f;

    internal readonly struct SigmoidOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => Gate(x);
    }

    private readonly struct SigmoidSlope : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => b > -3f && b < 3f ? a / 6f : 0f;
    }

    internal readonly struct SwishOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => x * Gate(x);
    }

    private readonly struct SwishSlope : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a * (b <= -3f ? 0f : b >= 3f ? 1f : b / 3f + 0.5f);
    }
}
