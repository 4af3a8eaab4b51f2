using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Involution (Li et al. 2021): kernels that differ from pixel to pixel and are shared by channels.</summary>
public static class InvolutionMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// <c>y[n, c, i, j] = Σ_{u, v} k[n, g kH kW + u kW + v, i, j] x[n, c, i stride - padding + u dilation, j stride - padding + v dilation]</c>
        /// with g = <c>floor(c G / C)</c>, the group of the channel.
        /// </summary>
        /// <param name="kernels">The kernel of each pixel, <c>[N, G kH kW, H', W']</c>; their number of channels gives G.</param>
        /// <param name="kernel">Taps along height and width.</param>
        /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
        /// <param name="padding">Zeros around the image.</param>
        /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
        /// <returns><c>[N, C, H', W']</c>.</returns>
        /// <exception cref="ArgumentException">Sizes or types do not fit.</exception>
        public Tensor Involution2d(Tensor kernels, Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null)
        {
            ArgumentNullException.ThrowIfNull(kernels);
            var shape = InvolutionShape.Of(x.Shape, kernels.Shape, kernel, stride ?? 1, padding, dilation ?? 1);
            if (!x.IsFloating || x.Type != kernels.Type)
                throw new ArgumentException($"[involution] input and kernels must be of one floating-point type. Got input {x}, kernels {kernels}.", nameof(kernels));
            return new InvolutionOperation(shape).Apply(Pooling.ChannelsLast(kernels), Pooling.ChannelsLast(x));
        }
    }
}
