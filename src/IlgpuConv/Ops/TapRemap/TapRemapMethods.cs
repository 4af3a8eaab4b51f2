using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Filters made of other filters, tap by tap.</summary>
public static class TapRemapMethods
{
    extension(Tensor weight)
    {
        /// <summary>
        /// The filter <c>w'[o, c, s] = Σ_t T[s, t] w[o, c, t]</c> of a filter <c>[O, I/groups, kernel...]</c>; gradients of any order flow to w.
        /// </summary>
        /// <param name="matrix">T.</param>
        /// <returns><c>[O, I/groups, kernel of T...]</c>.</returns>
        /// <exception cref="ArgumentException">The filter has not as many taps as T has columns, or is not of floating-point numbers.</exception>
        public Tensor RemapTaps(TapMatrix matrix)
        {
            ArgumentNullException.ThrowIfNull(matrix);
            if (!weight.IsFloating || weight.Shape.Rank is < 3 or > 5 || weight.Shape.Skip(2).Aggregate(1L, (taps, size) => taps * size) != matrix.Columns)
            {
                throw new ArgumentException(
                    $"[tap matrix] the filter must be [O, I/groups, kernel...] of floating-point numbers with as many taps as the matrix has columns. Got {weight} for {matrix.Columns} columns.");
            }
            return new TapRemapOperation(matrix, isAdjoint: false, [.. matrix.Kernel]).Apply(weight);
        }
    }
}
