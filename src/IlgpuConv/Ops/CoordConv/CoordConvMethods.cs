using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolutions that know where they are.</summary>
public static class CoordConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// The input with channels of its coordinates behind its own: what any convolution of <c>[N, C, spatial...]</c> takes to know where it is.
        /// </summary>
        /// <param name="coordinates">Which channels; the places by default.</param>
        /// <returns><c>[N, C + count, spatial...]</c>.</returns>
        /// <exception cref="ArgumentException">The input is not a signal, image or volume of floating-point numbers.</exception>
        public Tensor WithCoordinates(CoordinateChannels? coordinates = null)
        {
            CoordinateChannels chosen = coordinates ?? CoordinateChannels.Places;
            if (!x.IsFloating || x.Shape.Rank is < 3 or > 5)
                throw new ArgumentException($"[coord conv] the input must be [N, C, spatial...] of floating-point numbers with one to three spatial axes. Got {x}.");
            return chosen.Count(x.Shape.Rank - 2) == 0 ? x : Tensor.Concat(1, x, chosen.Make(x.Shape[0], [.. x.Shape.Skip(2)], x.Type, x.Device));
        }

        /// <summary>
        /// 2-D convolution of the input with its coordinates: <c>x.WithCoordinates(c).Conv2d(w, bias)</c>, in the form
        /// <c>x * w_own + map</c>, whose <c>map = coordinates * w_rest</c> is the same for every image and is made once for all of them.
        /// </summary>
        /// <param name="weight">The filter <c>[O, C + count, kH, kW]</c>: the input's channels first.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
        /// <param name="padding">Positions around the image, or a rule; coordinates are 0 there too; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
        /// <param name="coordinates">Which channels; the places by default.</param>
        /// <returns><c>[N, O, H', W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor CoordConv2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, CoordinateChannels? coordinates = null)
        {
            ArgumentNullException.ThrowIfNull(weight);
            CoordinateChannels chosen = coordinates ?? CoordinateChannels.Places;
            int count = chosen.Count(2);
            if (!x.IsFloating || x.Shape.Rank != 4 || weight.Shape.Rank != 4 || weight.Shape[1] != x.Shape[1] + count)
                throw new ArgumentException($"[coord conv] the input must be [N, C, H, W] and the weight [O, C + {count}, kH, kW] of one floating-point type. Got input {x}, weight {weight}.");
            int channels = x.Shape[1];
            Tensor y = x.Conv2d(weight.Slice(1, 0, channels), bias, stride, padding, dilation);
            if (count == 0) return y;
            Tensor places = chosen.Make(1, [x.Shape[2], x.Shape[3]], x.Type, x.Device);
            return y + places.Conv2d(weight.Slice(1, channels, count), null, stride, padding, dilation);
        }
    }
}
