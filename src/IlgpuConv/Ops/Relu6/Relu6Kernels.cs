namespace IlgpuConv.Ops;

/// <summary>The rectifier that ends at 6, and its gradient.</summary>
internal static class Relu6Kernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ForwardOperator>(a, y, s);

    /// <summary><c>dx = dy where 0 &lt; y &lt; 6, else 0</c>, with <c>a = dy</c> and <c>b = y</c>.</summary>
    [Kernel]
    internal static void Gradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<GradientOperator>(a, b, y, s, 1, 1);

    internal readonly struct ForwardOperator : Tensors.IUnaryOperator
    {
        // Written as choices so that a number that is not one stays visible.
        public static float Apply(float x) => x < 0f ? 0f : x > 6f ? 6f : x;
    }

    private readonly struct GradientOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => b > 0f && b < 6f ? a : 0f;
    }
}
