using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution with a dilation for each output channel.</summary>
public static class InceptionConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// Inception convolution (IC-Conv): <c>y[n, o, p] = bias[o] + Σ_{c, t} w[o, c, t] x[n, c, p stride + (t - centre) d(o)]</c>, an ordinary
        /// convolution whose dilation d differs from channel to channel; zeros around the image, so many that stride 1 keeps its size. Source: Liu
        /// et al., "Inception Convolution with Efficient Dilation Search" (2021).
        /// </summary>
        /// <param name="weight">The filter <c>[O, I/groups, kH, kW]</c> with odd sizes.</param>
        /// <param name="pattern">The dilation of each output channel; few and long runs are fastest.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <returns><c>[N, O, H', W']</c>, <c>H' = floor((H - 1) / stride) + 1</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor InceptionConv2d(Tensor weight, DilationPattern pattern, Tensor? bias = null, Pair? stride = null, int groups = 1)
        {
            ArgumentNullException.ThrowIfNull(weight);
            ArgumentNullException.ThrowIfNull(pattern);
            InceptionConvShape shape = InceptionConvShape.Of(x.Shape, weight.Shape, bias?.Shape, pattern, stride ?? 1, groups);
            ConvMethods.CheckTypes("inception conv", x, weight, bias);
            return new InceptionConvOperation(shape).Apply(x, weight, bias);
        }
    }
}
