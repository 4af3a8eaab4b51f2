using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution with a linear mixture of experts, whose shares differ from sample to sample.</summary>
public static class MixtureConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// 2-D convolution of sample n of <c>[N, I, H, W]</c> with <c>Σ_e shares[n, e] weight[e]</c>, plus <c>Σ_e shares[n, e] bias[e]</c>.
        /// The gradients are <c>dweight[e] = Σ_n shares[n, e] dW[n]</c> and <c>dshares[n, e] = ⟨dW[n], weight[e]⟩ + ⟨db[n], bias[e]⟩</c>.
        /// </summary>
        /// <param name="shares">The shares <c>[N, E]</c>.</param>
        /// <param name="weight">The experts' filters <c>[E, O, I/groups, kH, kW]</c>, best in <see cref="MemoryOrder.PerSampleFilter"/> order.</param>
        /// <param name="bias">The experts' biases <c>[E, O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="padding">Zeros around the image, or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="evaluation">Whether filters or outputs are mixed; by default what <see cref="MixturePlan"/> finds cheaper.</param>
        /// <returns><c>[N, O, H', W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor MixtureConv2d(
            Tensor shares, Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
            MixtureEvaluation evaluation = MixtureEvaluation.Planned) =>
            Conv("mixture conv", x, shares, weight, bias, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups, evaluation);

        /// <summary>1-D convolution of sample n of <c>[N, I, W]</c> with <c>Σ_e shares[n, e] weight[e]</c>, plus the mixture of the biases.</summary>
        /// <param name="shares">The shares <c>[N, E]</c>.</param>
        /// <param name="weight">The experts' filters <c>[E, O, I/groups, kW]</c>, best in <see cref="MemoryOrder.PerSampleFilter"/> order.</param>
        /// <param name="bias">The experts' biases <c>[E, O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next.</param>
        /// <param name="padding">Zeros around the signal, or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="evaluation">Whether filters or outputs are mixed; by default what <see cref="MixturePlan"/> finds cheaper.</param>
        /// <returns><c>[N, O, W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor MixtureConv1d(
            Tensor shares, Tensor weight, Tensor? bias = null, int stride = 1, Padding1? padding = null, int dilation = 1, int groups = 1,
            MixtureEvaluation evaluation = MixtureEvaluation.Planned) =>
            Conv("mixture conv", x, shares, weight, bias, [stride], (padding ?? 0).Sides, [dilation], groups, evaluation);
    }

    /// <summary>Checks sizes and types, plans, and evaluates.</summary>
    internal static Tensor Conv(
        string area, Tensor x, Tensor shares, Tensor weight, Tensor? bias, int[] stride, PaddingSides padding, int[] dilation, int groups,
        MixtureEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(weight);
        Check(area, x, shares, weight, bias);
        ConvMovement[] movement = ConvPadding.Movement(area, x.Shape, weight.Shape, stride, padding, dilation);
        var shape = ConvShape.Of(area, x.Shape, [.. weight.Shape.Skip(1)], null, movement, groups);
        if (evaluation == MixtureEvaluation.Planned) evaluation = MixturePlan.Of(shape, weight.Shape[0]).Evaluation;
        Tensor? mixedBias = bias is null ? null : shares.MatMul(bias);
        if (evaluation == MixtureEvaluation.MixFilters)
            return ConvMethods.Conv(area, x, shares.MixFilters(weight), mixedBias, movement, groups, perSample: true);
        Tensor y = ConvMethods.Conv(area, Spread(x, shares, groups), SideBySide(weight), null, movement, groups, perSample: false);
        return mixedBias is null ? y : y + mixedBias.Reshape([.. mixedBias.Shape, .. stride.Select(_ => 1)]);
    }

    private static void Check(string area, Tensor x, Tensor shares, Tensor weight, Tensor? bias)
    {
        Shape filters = weight.Shape;
        bool fits = x.Shape.Rank >= 3 && filters.Rank == x.Shape.Rank + 1 && filters[0] >= 1 && shares.Shape == [x.Shape[0], filters[0]]
            && (bias is null || bias.Shape == [filters[0], filters[1]])
            && x.IsFloating && shares.Type == x.Type && weight.Type == x.Type && (bias is null || bias.Type == x.Type);
        if (fits) return;
        throw new ArgumentException(
            $"[{area}] the input [N, I, spatial...] needs shares [N, E], filters [E, O, I/groups, kernel...] and biases [E, O] of its floating-point type. " +
            $"Got input {x}, shares {shares}, filters {weight}, biases {bias?.ToString() ?? "none"}.");
    }

    /// <summary>
    /// The input once for each expert, times its share: channels <c>(group, expert, channel)</c>. Since convolution is linear,
    /// <c>Σ_e shares[n, e] conv(x[n], w[e])</c> is one convolution of this with the experts' filters side by side.
    /// </summary>
    private static Tensor Spread(Tensor x, Tensor shares, int groups)
    {
        (int samples, int channels, int experts) = (x.Shape[0], x.Shape[1], shares.Shape[1]);
        int pixels = checked((int)x.Shape.Skip(2).Aggregate(1L, (product, size) => product * size));
        Tensor rows = MemoryViewOperation.View(
            x.InOrder(MemoryOrder.ChannelsLast), [samples, pixels, groups, 1, channels / groups], MemoryOrder.RowMajor);
        Tensor factors = MemoryViewOperation.View(shares, [samples, 1, 1, experts, 1], MemoryOrder.RowMajor);
        return MemoryViewOperation.View(rows * factors, x.Shape.With(1, checked(channels * experts)), MemoryOrder.ChannelsLast);
    }

    /// <summary>Filters <c>[E, O, I/g, kernel...]</c> as one <c>[O, E I/g, kernel...]</c>.</summary>
    private static Tensor SideBySide(Tensor weight)
    {
        Shape shape = weight.Shape;
        int experts = shape[0], taps = checked((int)shape.Skip(3).Aggregate(1L, (product, size) => product * size)), inner = checked(shape[1] * shape[2]);
        Tensor bank = weight.InOrder(MemoryOrder.PerSampleFilter);
        Shape wide = [shape[1], checked(experts * shape[2]), .. shape.Skip(3)];
        if (taps == 1 || experts == 1) return MemoryViewOperation.View(bank, wide, MemoryOrder.Filter);
        Tensor rows = MemoryViewOperation.View(bank, [experts, taps, inner], MemoryOrder.RowMajor);
        Tensor[] parts =
        [
            .. Enumerable.Range(0, experts).Select(e => MemoryViewOperation.View(rows.Slice(0, e, 1), [taps, inner], MemoryOrder.RowMajor)),
        ];
        return MemoryViewOperation.View(Tensor.Concat(1, parts), wide, MemoryOrder.Filter);
    }
}
