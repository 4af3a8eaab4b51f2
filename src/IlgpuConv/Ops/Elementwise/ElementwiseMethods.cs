using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Arithmetic of tensors, element by element; sizes are broadcast as in NumPy: aligned at the last axis, 1 repeats.</summary>
public static class ElementwiseMethods
{
    extension(Tensor a)
    {
        /// <summary><c>a + b</c>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit, or types or devices differ.</exception>
        public Tensor Add(Tensor b) => new AddOperation().Apply(a, b);

        /// <summary><c>a - b</c>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit, or types or devices differ.</exception>
        public Tensor Sub(Tensor b) => new SubOperation().Apply(a, b);

        /// <summary><c>a b</c>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit, or types or devices differ.</exception>
        public Tensor Mul(Tensor b) => new MulOperation().Apply(a, b);

        /// <summary><c>a / b</c>.</summary>
        /// <exception cref="ArgumentException">The shapes do not fit, or types or devices differ.</exception>
        public Tensor Div(Tensor b) => new DivOperation().Apply(a, b);

        /// <summary><c>a + number</c>.</summary>
        public Tensor Add(double number) => new AffineOperation(1, number).Apply(a);

        /// <summary><c>a - number</c>.</summary>
        public Tensor Sub(double number) => new AffineOperation(1, -number).Apply(a);

        /// <summary><c>a number</c>.</summary>
        public Tensor Mul(double number) => new AffineOperation(number, 0).Apply(a);

        /// <summary><c>a / number</c>, as <c>a (1 / number)</c>.</summary>
        public Tensor Div(double number) => new AffineOperation(1 / number, 0).Apply(a);

        /// <summary><c>a scale + shift</c>.</summary>
        public Tensor Affine(double scale, double shift) => new AffineOperation(scale, shift).Apply(a);

        /// <summary><c>-a</c>.</summary>
        public Tensor Neg() => new AffineOperation(-1, 0).Apply(a);

        /// <summary><c>exp(a)</c>.</summary>
        public Tensor Exp() => UnaryFunctions.Exp.Of(a);

        /// <summary>The natural logarithm.</summary>
        public Tensor Log() => UnaryFunctions.Log.Of(a);

        /// <summary><c>√a</c>.</summary>
        public Tensor Sqrt() => UnaryFunctions.Sqrt.Of(a);

        /// <summary><c>a²</c>.</summary>
        public Tensor Square() => UnaryFunctions.Square.Of(a);

        /// <summary><c>1 / a</c>.</summary>
        public Tensor Reciprocal() => UnaryFunctions.Reciprocal.Of(a);

        /// <summary><c>1 / (1 + exp(-a))</c>.</summary>
        public Tensor Sigmoid() => UnaryFunctions.Sigmoid.Of(a);

        /// <summary><c>tanh(a)</c>.</summary>
        public Tensor Tanh() => UnaryFunctions.Tanh.Of(a);

        /// <summary><c>a + b</c>.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.Add(right);

        /// <summary><c>a - b</c>.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.Sub(right);

        /// <summary><c>a b</c>.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.Mul(right);

        /// <summary><c>a / b</c>.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.Div(right);

        /// <summary><c>a + number</c>.</summary>
        public static Tensor operator +(Tensor left, double right) => left.Add(right);

        /// <summary><c>number + a</c>.</summary>
        public static Tensor operator +(double left, Tensor right) => right.Add(left);

        /// <summary><c>a - number</c>.</summary>
        public static Tensor operator -(Tensor left, double right) => left.Sub(right);

        /// <summary><c>number - a</c>.</summary>
        public static Tensor operator -(double left, Tensor right) => right.Affine(-1, left);

        /// <summary><c>a number</c>.</summary>
        public static Tensor operator *(Tensor left, double right) => left.Mul(right);

        /// <summary><c>number a</c>.</summary>
        public static Tensor operator *(double left, Tensor right) => right.Mul(left);

        /// <summary><c>a / number</c>.</summary>
        public static Tensor operator /(Tensor left, double right) => left.Div(right);

        /// <summary><c>-a</c>.</summary>
        public static Tensor operator -(Tensor value) => value.Neg();
    }
}
