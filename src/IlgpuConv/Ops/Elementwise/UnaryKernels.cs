namespace IlgpuConv.Ops;

/// <summary>Functions of one number, element by element.</summary>
internal static class UnaryKernels
{
    [Kernel]
    internal static void Exp(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ExpOperator>(a, y, s, 1);

    [Kernel]
    internal static void Log(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<LogOperator>(a, y, s, 1);

    [Kernel]
    internal static void Sqrt(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SqrtOperator>(a, y, s, 1);

    [Kernel]
    internal static void Square(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SquareOperator>(a, y, s, 1);

    [Kernel]
    internal static void Reciprocal(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ReciprocalOperator>(a, y, s, 1);

    [Kernel]
    internal static void Sigmoid(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SigmoidOperator>(a, y, s, 1);

    [Kernel]
    internal static void Tanh(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<TanhOperator>(a, y, s, 1);

    /// <summary><c>y = a scale + shift</c>.</summary>
    [Kernel]
    internal static void Affine(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s, float scale, float shift)
    {
        int column = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * Tensors.RowShape.RowsPerGroup;
        int last = XMath.Min(first + Tensors.RowShape.RowsPerGroup, s.Rows);
        int outer = Grid.IdxZ / s.Middle;
        int middle = Grid.IdxZ - outer * s.Middle;
        int atA = outer * s.AOuter + middle * s.AMiddle;
        int atY = outer * s.YOuter + middle * s.YMiddle;
        if (column < s.Columns)
        {
            for (int row = first; row < last; row++)
                y[atY + row * s.YRow + column] = a[atA + row * s.ARow + column] * scale + shift;
        }
    }

    private readonly struct ExpOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => XMath.Exp(x);
    }

    private readonly struct LogOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => XMath.Log(x);
    }

    private readonly struct SqrtOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => XMath.Sqrt(x);
    }

    private readonly struct SquareOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => x * x;
    }

    private readonly struct ReciprocalOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => 1f / x;
    }

    private readonly struct SigmoidOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => 1f / (1f + XMath.Exp(-x));
    }

    private readonly struct TanhOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => XMath.Tanh(x);
    }
}
