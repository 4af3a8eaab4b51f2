namespace IlgpuConv.Autograd;

/// <summary>Sums of two gradients.</summary>
internal static class AccumulateKernels
{
    [Kernel]
    internal static void Both(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<SumOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void Any(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.BinaryAny<SumOperator>(a, b, y, s);

    private readonly struct SumOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a + b;
    }
}
