using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Local binary patterns, the classic that difference convolutions generalise.</summary>
public static class LocalBinaryPatternMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// The code of every neighbourhood of <c>[N, C, H, W]</c>, channel by channel: <c>y = Σ_n 2ⁿ [x_n ≥ x_centre]</c> over the eight neighbours
        /// at a distance, clockwise from above left. No gradient flows through it. Source: Ojala et al., "A comparative study of texture measures
        /// with classification based on featured distributions" (1996).
        /// </summary>
        /// <param name="radius">The distance of the neighbours along each axis.</param>
        /// <returns><c>[N, C, H - 2 radius, W - 2 radius]</c> with whole numbers from 0 to 255.</returns>
        /// <exception cref="ArgumentException">The input is not an image of floating-point numbers, or too small for the radius.</exception>
        public Tensor LocalBinaryPattern(int radius = 1)
        {
            if (!x.IsFloating || x.Shape.Rank != 4 || radius < 1 || x.Shape[2] <= 2L * radius || x.Shape[3] <= 2L * radius)
            {
                throw new ArgumentException(
                    $"[local binary pattern] the input must be [N, C, H, W] of floating-point numbers with H and W above twice the radius, which is at least 1. Got {x}, radius {radius}.");
            }
            return new LocalBinaryPatternOperation(radius).Apply(x);
        }
    }
}
