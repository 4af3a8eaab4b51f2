namespace IlgpuConv.Ops;

/// <summary>
/// Arithmetic with broadcasting. The forms of a kernel differ in what is contiguous along lanes: both inputs, the left one or the right
/// one (the other is one number for the row). The sum of two tensors without repetition is the gradients' own.
/// </summary>
internal static class ElementwiseKernels
{
    [Kernel]
    internal static void AddLeft(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<AddOperator>(a, b, y, s, 1, 0);

    [Kernel]
    internal static void Sub(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<SubOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void SubLeft(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<SubOperator>(a, b, y, s, 1, 0);

    [Kernel]
    internal static void SubRight(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<SubOperator>(a, b, y, s, 0, 1);

    [Kernel]
    internal static void Mul(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<MulOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void MulLeft(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<MulOperator>(a, b, y, s, 1, 0);

    [Kernel]
    internal static void Div(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<DivOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void DivLeft(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<DivOperator>(a, b, y, s, 1, 0);

    [Kernel]
    internal static void DivRight(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<DivOperator>(a, b, y, s, 0, 1);

    private readonly struct AddOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a + b;
    }

    private readonly struct SubOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a - b;
    }

    private readonly struct MulOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a * b;
    }

    private readonly struct DivOperator : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a / b;
    }
}
