using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>What spatial attention looks at.</summary>
public static class ChannelPoolMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// Mean and largest over the channels of each pixel, in one pass: <c>y[n, 0, i, j] = Σ_c x[n, c, i, j] / C</c> and
        /// <c>y[n, 1, i, j] = max_c x[n, c, i, j]</c>; of equal channels the first wins the gradient.
        /// </summary>
        /// <returns><c>[N, 2, H, W]</c> of <c>[N, C, H, W]</c>.</returns>
        /// <exception cref="ArgumentException">The input is not [N, C, H, W] with at least one channel, or not floating-point.</exception>
        public Tensor ChannelPool()
        {
            if (x.Shape.Rank != 4 || x.Shape[1] < 1 || !x.IsFloating)
                throw new ArgumentException($"[channel pool] the input must be f32 or f64 [N, C, H, W] with at least one channel. Got {x}.");
            return new ChannelPoolOperation().Apply(Pooling.ChannelsLast(x));
        }
    }
}
