using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Layer normalisation (Ba, Kiros and Hinton 2016).</summary>
public static class LayerNormMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with mean and variance over the last axes, as many as
        /// <paramref name="normalized"/> has: <c>[C, H, W]</c> of images, <c>[C]</c> of vectors.
        /// </summary>
        /// <param name="normalized">The sizes of the last axes.</param>
        /// <param name="weight">One factor for each place of them, or null; given with <paramref name="bias"/>. With a first axis of size 1 it
        /// can lie channels-last like the images, so that nothing is converted.</param>
        /// <param name="bias">One summand for each place, or null.</param>
        /// <param name="epsilon">What is added to the variance.</param>
        /// <exception cref="ArgumentException">The last axes have other sizes, or shapes or types do not fit.</exception>
        public Tensor LayerNorm(Shape normalized, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
        {
            ArgumentNullException.ThrowIfNull(normalized);
            Check(x, normalized, weight, bias);
            int outer = x.Shape.Rank - normalized.Rank;
            if (normalized.Rank == 1 && x.Layout.ContiguousAxis == outer)
                return new RowNormOperation(epsilon).Apply(x, weight?.Reshape(normalized), bias?.Reshape(normalized));

            int[] axes = [.. Enumerable.Range(outer, normalized.Rank)];
            Tensor y = outer == 1
                ? new NormOperation(NormShape.Group("layernorm", x.Shape, 1), epsilon).Apply(x.InOrder(MemoryOrder.ChannelsLast))
                : Composed(x, axes, epsilon);
            Shape places = [.. Enumerable.Repeat(1, outer), .. normalized];
            return weight is null ? y : y * weight.Reshape(places) + bias!.Reshape(places);
        }

        /// <summary>
        /// Layer normalisation of each pixel over its channels, as ConvNeXt uses it (Liu et al. 2022):
        /// <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with mean and variance over axis 1 of <c>[N, C, ...]</c>.
        /// </summary>
        /// <param name="weight">One factor per channel, or null; given with <paramref name="bias"/>.</param>
        /// <param name="bias">One summand per channel, or null.</param>
        /// <param name="epsilon">What is added to the variance.</param>
        /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
        public Tensor ChannelLayerNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-6)
        {
            NormCheck.Tensors("layernorm", x, weight, bias);
            _ = NormShape.Group("layernorm", x.Shape, 1, ("weight", weight), ("bias", bias));
            return new RowNormOperation(epsilon).Apply(x.InOrder(MemoryOrder.ChannelsLast), weight, bias);
        }
    }

    private static Tensor Composed(Tensor x, int[] axes, double epsilon)
    {
        Tensor centered = x - x.Mean(axes, keepAxes: true);
        return centered * (centered.Square().Mean(axes, keepAxes: true) + epsilon).Sqrt().Reciprocal();
    }

    private static void Check(Tensor x, Shape normalized, Tensor? weight, Tensor? bias)
    {
        NormCheck.Tensors("layernorm", x, weight, bias);
        bool fits = normalized.Rank >= 1 && normalized.Rank <= x.Shape.Rank && normalized.Elements > 0
            && x.Shape.Skip(x.Shape.Rank - normalized.Rank).SequenceEqual(normalized);
        if (!fits)
            throw new ArgumentException($"[layernorm] the last axes must have the normalised sizes, at least 1 each. Got {x.Shape} for {normalized}.", nameof(normalized));
        foreach ((string name, Tensor? value) in ((string, Tensor?)[])[("weight", weight), ("bias", bias)])
        {
            if (value is null || value.Shape == normalized || value.Shape == new Shape([1, .. normalized])) continue;
            throw new ArgumentException($"[layernorm] {name} must have the normalised sizes, {normalized}. Got {name} {value.Shape} for input {x.Shape}.", name);
        }
    }
}
