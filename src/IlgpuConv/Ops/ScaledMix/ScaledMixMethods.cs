using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Mixtures of filters that are scaled for each sample.</summary>
public static class ScaledMixMethods
{
    extension(Tensor filters)
    {
        /// <summary>
        /// A filter for each sample, mixed of scaled ones:
        /// <c>W[n, o, c, tap] = Σ_e inputScale[n, e, tap, c] outputScale[n, e, o] filters[e, o, c, tap]</c>, where c counts the input channels
        /// of o's group. It is one pass over the filters of the samples, in memory's order, and so are its gradients.
        /// </summary>
        /// <param name="outputScale">A factor of each output channel of each filter, <c>[N, E, O]</c>; a share of each filter is a part of it.</param>
        /// <param name="inputScale">A factor of each tap and input channel, <c>[N, E, taps, I]</c>, or null for 1.</param>
        /// <param name="groups">Groups of channels of the convolution that the filters are for.</param>
        /// <returns><c>[N, O, I/groups, kernel...]</c> in <see cref="MemoryOrder.PerSampleFilter"/> order.</returns>
        /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
        public Tensor MixScaledFilters(Tensor outputScale, Tensor? inputScale = null, int groups = 1)
        {
            ArgumentNullException.ThrowIfNull(outputScale);
            Shape bank = filters.Shape, outputs = outputScale.Shape;
            bool fits = bank.Rank >= 4 && bank.Skip(1).All(size => size >= 1) && bank[0] >= 1 && groups >= 1 && bank[1] % groups == 0
                && outputs.Rank == 3 && outputs[1] == bank[0] && outputs[2] == bank[1];
            if (fits && inputScale is not null)
            {
                long taps = bank.Skip(3).Aggregate(1L, (product, size) => product * size);
                fits = inputScale.Shape.Rank == 4 && inputScale.Shape.SequenceEqual([outputs[0], bank[0], (int)taps, bank[2] * groups]);
            }
            if (!fits || !filters.IsFloating || outputScale.Type != filters.Type || (inputScale is not null && inputScale.Type != filters.Type))
            {
                throw new ArgumentException(
                    "[scaled mix] filters [E, O, I/groups, kernel...] need output scales [N, E, O] and input scales [N, E, taps, I] of their floating-point type. " +
                    $"Got filters {filters}, output scales {outputScale}, input scales {inputScale?.ToString() ?? "none"}, groups {groups}.",
                    nameof(outputScale));
            }
            return new ScaledMixOperation(groups).Apply(
                filters.InOrder(MemoryOrder.PerSampleFilter).Contiguous(), outputScale.InOrder(MemoryOrder.RowMajor).Contiguous(),
                inputScale?.InOrder(MemoryOrder.RowMajor).Contiguous());
        }
    }
}
