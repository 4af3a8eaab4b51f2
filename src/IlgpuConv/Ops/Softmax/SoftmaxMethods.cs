using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Probabilities along an axis.</summary>
public static class SoftmaxMethods
{
    extension(Tensor x)
    {
        /// <summary><c>exp(x) / Σ exp(x)</c> along <paramref name="axis"/>, computed from the largest element.</summary>
        /// <exception cref="ArgumentException">There is no such axis, or the tensor is not floating-point.</exception>
        public Tensor Softmax(int axis = 1) => new SoftmaxOperation(x.Shape.Axis(axis)).Apply(x);

        /// <summary><c>x - log Σ exp(x)</c> along <paramref name="axis"/>.</summary>
        /// <exception cref="ArgumentException">There is no such axis, or the tensor is not floating-point.</exception>
        public Tensor LogSoftmax(int axis = 1) => new LogSoftmaxOperation(x.Shape.Axis(axis)).Apply(x);
    }
}
