namespace IlgpuConv.Ops;

/// <summary>
/// Arithmetic with broadcasting. The forms of a kernel differ in what is contiguous along lanes: both inputs, the left one or the right
/// one (the other is one number for the row), or any strides.
/// </summary>
internal static class ElementwiseKernels
{
    [Kernel]
    internal static void Add(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<AddOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void AddLeft(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<AddOperator>(a, b, y, s, 1, 0);

    [Kernel]
    internal static void AddRight(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<AddOperator>(a, b, y, s, 0, 1);

    [Kernel]
    internal static void AddAny(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.BinaryAny<AddOperator>(a, b, y, s);

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
    internal static void SubAny(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.BinaryAny<SubOperator>(a, b, y, s);

    [Kernel]
    internal static void Mul(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<MulOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void MulLeft(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<MulOperator>(a, b, y, s, 1, 0);

    [Kernel]
    internal static void MulRight(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<MulOperator>(a, b, y, s, 0, 1);

    [Kernel]
    internal static void MulAny(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.BinaryAny<MulOperator>(a, b, y, s);

    [Kernel]
    internal static void Div(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<DivOperator>(a, b, y, s, 1, 1);

    [Kernel]
    internal static void DivLeft(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<DivOperator>(a, b, y, s, 1, 0);

    [Kernel]
    internal static void DivRight(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<DivOperator>(a, b, y, s, 0, 1);

    [Kernel]
    internal static void DivAny(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.BinaryAny<DivOperator>(a, b, y, s);

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
