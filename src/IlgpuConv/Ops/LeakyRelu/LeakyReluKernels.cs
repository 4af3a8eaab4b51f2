namespace IlgpuConv.Ops;

/// <summary>The leaky rectifier and its gradient.</summary>
internal static class LeakyReluKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s, float slope) =>
        Tensors.PointwiseBody.Unary<ForwardOperator>(a, y, s, slope, 0f);

    /// <summary><c>y = a where b &gt; 0, else slope a</c>.</summary>
    [Kernel]
    internal static void Gradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s, float slope) =>
        Tensors.PointwiseBody.Binary<GradientOperator>(a, b, y, s, slope);

    internal readonly struct ForwardOperator : Tensors.ITernaryOperator
    {
        public static float Apply(float x, float slope, float unused) => x > 0f ? x : x * slope;
    }

    private readonly struct GradientOperator : Tensors.ITernaryOperator
    {
        public static float Apply(float a, float b, float slope) => b > 0f ? a : a * slope;
    }
}
