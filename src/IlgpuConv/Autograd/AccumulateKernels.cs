namespace IlgpuConv.Autograd;

/// <summary>Sums of two gradients, and of any two tensors.</summary>
internal static class AccumulateKernels
{
    [Kernel]
    internal static void Add(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<AddOperator>(a, b, y, s, 1, 1);

    /// <summary><c>y += a</c> over flat memory.</summary>
    [Kernel]
    internal static void AddTo(ArrayView<float> a, ArrayView<float> y, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) y[i] += a[i];
    }

    private readonly struct AddOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a + b;
    }
}
