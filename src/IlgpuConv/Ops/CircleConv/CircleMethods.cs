using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Filters on circles.</summary>
public static class CircleMethods
{
    extension(Tensor weight)
    {
        /// <summary>
        /// The filter that circle convolution runs, <c>B(ρ) w</c> of <see cref="CircleTaps"/>; gradients of any order flow to the filter and the radius,
        /// the right ones where a tap crosses from pixel to pixel.
        /// </summary>
        /// <param name="radius">The radius ρ of each ring in units of the ring, one number.</param>
        /// <param name="angles">At which angles the taps lie.</param>
        /// <exception cref="ArgumentException">The filter is not <c>[O, I/groups, k, k]</c> with an odd k, or the radius not one number of its type.</exception>
        public Tensor OnCircles(Tensor radius, CircleAngles angles = CircleAngles.ArcTangent)
        {
            ArgumentNullException.ThrowIfNull(radius);
            bool isSquare = weight.IsFloating && weight.Shape.Rank == 4 && weight.Shape[2] == weight.Shape[3] && weight.Shape[2] % 2 == 1;
            if (!isSquare || radius.Shape.Elements != 1 || radius.Type != weight.Type)
                throw new ArgumentException($"[circle conv] the filter must be [O, I/groups, k, k] with an odd k, and the radius one number of its type. Got {weight} and {radius}.");
            return new CircleRemapOperation(angles).Apply(weight, radius);
        }
    }
}
