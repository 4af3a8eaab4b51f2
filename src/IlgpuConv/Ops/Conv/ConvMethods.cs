using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution, in the sense of the field: cross-correlation.</summary>
public static class ConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// 2-D convolution of <c>[N, I, H, W]</c>:
        /// <c>y[n, o, i, j] = bias[o] + Σ_{c, u, v} w[o, c, u, v] x[n, c, i stride - padding + u dilation, j stride - padding + v dilation]</c>;
        /// group g of the output channels reads group g of the input channels.
        /// </summary>
        /// <param name="weight">The filter <c>[O, I/groups, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="padding">Zeros around the image: a number, (height, width), or ((top, bottom), (left, right)); negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <returns><c>[N, O, H', W']</c>, <c>H' = floor((H + top + bottom - dilation (kH - 1) - 1) / stride) + 1</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor Conv2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1) =>
            Conv("conv", x, weight, bias, Movement(stride, padding, dilation), groups, perSample: false);
    }

    /// <summary>Stride, padding and dilation of height and width.</summary>
    internal static ConvMovement[] Movement(Pair? stride, Padding2? padding, Pair? dilation)
    {
        (Pair s, Padding2 p, Pair d) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        return [new ConvMovement(s.Height, p.Top, p.Bottom, d.Height), new ConvMovement(s.Width, p.Left, p.Right, d.Width)];
    }

    /// <summary>Checks sizes and element types and applies the operation.</summary>
    internal static Tensor Conv(
        string area, Tensor x, Tensor weight, Tensor? bias, IReadOnlyList<ConvMovement> movement, int groups, bool perSample)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ConvShape shape = ConvShape.Of(area, x.Shape, weight.Shape, bias?.Shape, movement, groups, perSample);
        if (!x.IsFloating || weight.Type != x.Type || (bias is not null && bias.Type != x.Type))
        {
            throw new ArgumentException(
                $"[{area}] input, weight and bias must be of one floating-point type. Got input {x}, weight {weight}, bias {bias?.ToString() ?? "none"}.");
        }
        return new ConvOperation(shape).Apply(x, weight, bias);
    }
}
