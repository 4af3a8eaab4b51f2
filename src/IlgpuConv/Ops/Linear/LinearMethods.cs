using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The linear map of a layer.</summary>
public static class LinearMethods
{
    extension(Tensor x)
    {
        /// <summary><c>y[n, o] = bias[o] + Σ_i x[n, i] weight[o, i]</c>.</summary>
        /// <param name="weight">The weight <c>[O, I]</c>, best in <see cref="MemoryOrder.Filter"/> order.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
        public Tensor Linear(Tensor weight, Tensor? bias = null) => new LinearOperation().Apply(x, weight, bias);
    }
}
