using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution with kernels that are fused for each output channel of each sample.</summary>
public static class FusedConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// 2-D convolution of sample n of <c>[N, I, H, W]</c> with <c>W[n, o] = Σ_t coefficients[n, t, o] weight[t, o]</c>: a mixture whose
        /// shares differ from output channel to output channel (DyNet, Zhang et al. 2020). By linearity the outputs of the kernels may be
        /// fused instead.
        /// </summary>
        /// <param name="coefficients">The coefficients <c>[N, T, O]</c>, best row-major.</param>
        /// <param name="weight">The kernels <c>[T, O, I/groups, kH, kW]</c>, best in <see cref="MemoryOrder.PerSampleFilter"/> order.</param>
        /// <param name="bias">A bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="padding">Zeros around the image, or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="evaluation">Whether kernels or outputs are fused; by default what <see cref="MixturePlan"/> finds cheaper.</param>
        /// <returns><c>[N, O, H', W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor FusedConv2d(
            Tensor coefficients, Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null,
            int groups = 1, MixtureEvaluation evaluation = MixtureEvaluation.Planned)
        {
            ArgumentNullException.ThrowIfNull(coefficients);
            ArgumentNullException.ThrowIfNull(weight);
            Check(x, coefficients, weight);
            Shape bank = weight.Shape, filter = [.. bank.Skip(1)];
            ConvMovement[] movement = ConvPadding.Movement(
                "dynet", x.Shape, filter, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes);
            var shape = ConvShape.Of("dynet", x.Shape, filter, bias?.Shape, movement, groups);
            if (evaluation == MixtureEvaluation.Planned) evaluation = MixturePlan.Of(shape, bank[0]).Evaluation;
            if (evaluation == MixtureEvaluation.MixFilters)
                return ConvMethods.Conv("dynet", x, weight.MixScaledFilters(coefficients, groups: groups), bias, movement, groups, perSample: true);

            Tensor? sum = null;
            for (int t = 0; t < bank[0]; t++)
            {
                Tensor kernel = MemoryViewOperation.View(weight.InOrder(MemoryOrder.PerSampleFilter).Slice(0, t, 1), filter, MemoryOrder.Filter);
                Tensor factor = coefficients.Slice(1, t, 1).Reshape([x.Shape[0], filter[0], 1, 1]);
                Tensor part = ConvMethods.Conv("dynet", x, kernel, null, movement, groups, perSample: false) * factor;
                sum = sum is null ? part : sum + part;
            }
            return bias is null ? sum! : sum! + bias.Reshape([1, filter[0], 1, 1]);
        }
    }

    private static void Check(Tensor x, Tensor coefficients, Tensor weight)
    {
        Shape bank = weight.Shape;
        bool fits = x.Shape.Rank == 4 && bank.Rank == 5 && bank[0] >= 1 && coefficients.Shape == [x.Shape[0], bank[0], bank[1]]
            && x.IsFloating && coefficients.Type == x.Type && weight.Type == x.Type;
        if (fits) return;
        throw new ArgumentException(
            "[dynet] the input [N, I, H, W] needs coefficients [N, T, O] and kernels [T, O, I/groups, kH, kW] of its floating-point type. " +
            $"Got input {x}, coefficients {coefficients}, kernels {weight}.");
    }
}
