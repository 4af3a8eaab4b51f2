using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Matrix products.</summary>
public static class MatMulMethods
{
    extension(Tensor a)
    {
        /// <summary><c>[M, K]</c> times <c>[K, N]</c>, or batches of them: <c>y[m, n] = Σ_k a[m, k] b[k, n]</c>.</summary>
        /// <param name="b">The right matrix.</param>
        /// <param name="transposeA">Whether a is given as <c>[K, M]</c>.</param>
        /// <param name="transposeB">Whether b is given as <c>[N, K]</c>.</param>
        /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
        public Tensor MatMul(Tensor b, bool transposeA = false, bool transposeB = false) =>
            new MatMulOperation(transposeA, transposeB).Apply(a, b);
    }
}
