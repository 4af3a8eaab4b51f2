using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution with filters that belong to regions of the image.</summary>
public static class RegionConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// Dynamic region-aware convolution (Chen et al. 2021): each pixel is convolved with the filter of its region,
        /// <c>y[n, :, p] = conv(x[n], W[M[n, p] N + n])[p]</c>, <c>M[n, p] = argmax_t guide[n, t, p]</c>; of equal guides the first region wins. The
        /// guide's gradient is a surrogate: that of its softmax weighting the convolutions of all regions. A second derivative is refused.
        /// </summary>
        /// <param name="guide">A number for each region and output pixel, <c>[N, m, H', W']</c>.</param>
        /// <param name="filters">
        /// The filters region by region, <c>[m N, O, I/groups, kH, kW]</c>: number <c>t N + n</c> is that of region t in sample n. The order
        /// <see cref="MemoryOrder.PerSampleFilter"/> is read as it lies.
        /// </param>
        /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
        /// <param name="padding">Zeros around the image, or a rule; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="bias">A bias <c>[O]</c> that all regions share, or null.</param>
        /// <returns><c>[N, O, H', W']</c>.</returns>
        /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
        public Tensor RegionConv2d(Tensor guide, Tensor filters, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1, Tensor? bias = null)
        {
            ArgumentNullException.ThrowIfNull(guide);
            ArgumentNullException.ThrowIfNull(filters);
            string got = $"Got input {x.Shape}, guide {guide.Shape}, filters {filters.Shape}.";
            if (x.Shape.Rank != 4 || guide.Shape.Rank != 4 || guide.Shape[1] < 1 || filters.Shape.Rank != 5 || filters.Shape[0] != guide.Shape[1] * x.Shape[0])
                throw new ArgumentException($"[drconv] input [N, I, H, W] and guide [N, m, H', W'] need filters [m N, O, I, kH, kW]. {got}", nameof(filters));
            Shape filter = filters.Shape.With(0, x.Shape[0]);
            ConvMovement[] movement = ConvPadding.Movement("drconv", x.Shape, filter, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, null);
            var shape = ConvShape.Of("drconv", x.Shape, filter, bias?.Shape, movement, groups, perSample: true);
            if (guide.Shape != shape.Output.With(1, guide.Shape[1]))
                throw new ArgumentException($"[drconv] the guide must have the output's size, {shape.Output[2]} x {shape.Output[3]}. {got}", nameof(guide));
            if (bias is { Shape.Rank: not 1 }) throw new ArgumentException($"[drconv] the bias must be [O]. {got[..^1]}, bias {bias.Shape}.", nameof(bias));
            ConvMethods.CheckTypes("drconv", x, filters, guide);
            if (bias is not null) ConvMethods.CheckTypes("drconv", x, filters, bias);
            Tensor y = new RegionConvOperation(shape, guide.Shape[1]).Apply(
                Pooling.ChannelsLast(x), Pooling.ChannelsLast(guide), filters.InOrder(MemoryOrder.PerSampleFilter).Contiguous());
            return bias is null ? y : y + MemoryViewOperation.View(bias, [1, shape.OutChannels, 1, 1], MemoryOrder.ChannelsLast);
        }
    }
}
