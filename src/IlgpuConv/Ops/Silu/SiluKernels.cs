namespace IlgpuConv.Ops;

/// <summary>The sigmoid linear unit and its gradient.</summary>
internal static class SiluKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ForwardOperator>(a, y, s);

    /// <summary><c>y = a f'(b)</c>.</summary>
    [Kernel]
    internal static void Gradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<GradientOperator>(a, b, y, s, 1, 1);

    internal readonly struct ForwardOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => x / (1f + XMath.Exp(-x));
    }

    private readonly struct GradientOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b)
        {
            float gate = 1f / (1f + XMath.Exp(-b));
            return a * (gate * (1f + b * (1f - gate)));
        }
    }
}
