using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>What makes filters of samples: mixtures, and the norm.</summary>
public static class FilterMixMethods
{
    extension(Tensor coefficients)
    {
        /// <summary>
        /// A filter for each sample, mixed of given ones: <c>W[n] = Σ_f coefficients[n, f] filters[f] + common</c>. It is one matrix product
        /// and moves nothing: all three lie with the output channels contiguous.
        /// </summary>
        /// <param name="filters">The filters to mix, <c>[F, O, I/g, kernel...]</c>, best in <see cref="MemoryOrder.PerSampleFilter"/> order.</param>
        /// <param name="common">A filter <c>[O, I/g, kernel...]</c> added to every mixture, best in <see cref="MemoryOrder.Filter"/> order, or null.</param>
        /// <returns><c>[N, O, I/g, kernel...]</c> in <see cref="MemoryOrder.PerSampleFilter"/> order.</returns>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public Tensor MixFilters(Tensor filters, Tensor? common = null)
        {
            ArgumentNullException.ThrowIfNull(filters);
            Shape mixed = filters.Shape;
            bool fits = coefficients.Shape.Rank == 2 && mixed.Rank >= 3 && mixed[0] == coefficients.Shape[1] && mixed[0] > 0;
            if (!fits || (common is not null && !common.Shape.Sizes.SequenceEqual(mixed.Sizes[1..])))
            {
                throw new ArgumentException(
                    "[mix filters] coefficients [N, F] need filters [F, O, I/g, kernel...] and a common filter [O, I/g, kernel...]. " +
                    $"Got coefficients {coefficients.Shape}, filters {mixed}, common {common?.Shape.ToString() ?? "none"}.",
                    nameof(filters));
            }
            int elements = checked((int)(mixed.Elements / mixed[0]));
            Tensor matrix = MemoryViewOperation.View(filters.InOrder(MemoryOrder.PerSampleFilter), [elements, mixed[0]], MemoryOrder.Filter);
            Tensor? vector = common is null ? null : MemoryViewOperation.View(common.InOrder(MemoryOrder.Filter), [elements], MemoryOrder.RowMajor);
            return MemoryViewOperation.View(
                coefficients.Linear(matrix, vector), mixed.With(0, coefficients.Shape[0]), MemoryOrder.PerSampleFilter);
        }
    }

    extension(Tensor filters)
    {
        /// <summary>Gives each filter of each sample a norm: <c>W[n, o] gain[o] / √(‖W[n, o]‖² + epsilon)</c>.</summary>
        /// <param name="gain">The norms, <c>[O]</c>.</param>
        /// <param name="epsilon">What is added to the square of the norm.</param>
        /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
        public Tensor NormaliseFilters(Tensor gain, double epsilon = 1e-8)
        {
            ArgumentNullException.ThrowIfNull(gain);
            if (filters.Shape.Rank < 3 || gain.Shape.Rank != 1 || gain.Shape[0] != filters.Shape[1] || gain.Type != filters.Type || !gain.IsFloating)
                throw new ArgumentException($"[filter norm] filters [N, O, I/g, kernel...] need a gain [O] of their floating-point type. Got filters {filters} and gain {gain}.", nameof(gain));
            return new FilterNormOperation(epsilon).Apply(filters.InOrder(MemoryOrder.PerSampleFilter).Contiguous(), gain);
        }
    }
}
