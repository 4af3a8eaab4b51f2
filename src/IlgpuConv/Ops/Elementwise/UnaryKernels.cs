namespace IlgpuConv.Ops;

/// <summary>Functions of one number, element by element.</summary>
internal static class UnaryKernels
{
    [Kernel]
    internal static void Exp(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ExpOperator>(a, y, s);

    [Kernel]
    internal static void Log(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<LogOperator>(a, y, s);

    [Kernel]
    internal static void Sqrt(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SqrtOperator>(a, y, s);

    [Kernel]
    internal static void Square(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SquareOperator>(a, y, s);

    [Kernel]
    internal static void Reciprocal(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<ReciprocalOperator>(a, y, s);

    [Kernel]
    internal static void Sigmoid(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<SigmoidOperator>(a, y, s);

    [Kernel]
    internal static void Tanh(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Unary<TanhOperator>(a, y, s);

    /// <summary><c>y = a b (1 - b)</c>.</summary>
    [Kernel]
    internal static void SigmoidGradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<SigmoidSlope>(a, b, y, s, 1, 1);

    /// <summary><c>y = a (1 - b²)</c>.</summary>
    [Kernel]
    internal static void TanhGradient(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, Tensors.RowShape s) =>
        Tensors.PointwiseBody.Binary<TanhSlope>(a, b, y, s, 1, 1);

    /// <summary><c>y = a scale + shift</c>.</summary>
    [Kernel]
    internal static void Affine(ArrayView<float> a, ArrayView<float> y, Tensors.RowShape s, float scale, float shift) =>
        Tensors.PointwiseBody.Unary<AffineOperator>(a, y, s, scale, shift);

    private readonly struct AffineOperator : Tensors.ITernaryOperator
    {
        public static float Apply(float x, float scale, float shift) => x * scale + shift;
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

    internal readonly struct SigmoidOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => 1f / (1f + XMath.Exp(-x));
    }

    internal readonly struct TanhOperator : Tensors.IUnaryOperator
    {
        public static float Apply(float x) => XMath.Tanh(x);
    }

    private readonly struct SigmoidSlope : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a * (b * (1f - b));
    }

    private readonly struct TanhSlope : Tensors.IBinaryOperator
    {
        public static float Apply(float a, float b) => a * (1f - b * b);
    }
}
