namespace IlgpuConv.Ops;

/// <summary>The rectifier and its gradient.</summary>
internal static class ReluKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ForwardOperator>(a, y, s, 1);

    /// <summary><c>y = a where b &gt; 0, else 0</c>.</summary>
    [Kernel]
    internal static void Gate(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<GateOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void GateAny(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.BinaryAny<GateOperator>(a, b, y, s);

    private readonly struct ForwardOperator : Tensors.IUnaryOperator
    {
        // Written so that a number that is not one stays visible.
        public static float Apply(float x) => x < 0f ? 0f : x;
    }

    private readonly struct GateOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => b > 0f ? a : 0f;
    }
}
