using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Transposed convolution: the map that carries the gradient of a convolution's output to its input, used as a forward.</summary>
public static class ConvTransposeMethods
{
    private const string Area = "conv transpose";

    extension(Tensor x)
    {
        /// <summary>1-D transposed convolution of <c>[N, I, W]</c>: <c>y[n, o, i stride - padding + u dilation] += w[c, o, u] x[n, c, i]</c>.</summary>
        /// <param name="weight">The filter <c>[I, O/groups, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Output positions from one input to the next.</param>
        /// <param name="padding">Positions cropped from the output: a number, (left, right), or the rule of the convolution that this turns round.</param>
        /// <param name="outputPadding">Positions added after the last output, less than the stride or the dilation.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="dilation">Output positions from one tap to the next.</param>
        /// <param name="outputSize">The size of the output, in place of <paramref name="outputPadding"/>.</param>
        /// <param name="paddingMode">What lies beyond the input; only the border of the output depends on it.</param>
        /// <param name="activation">What is applied to the sums before they are stored.</param>
        /// <returns><c>[N, O, W']</c>, <c>W' = (W - 1) stride - left - right + dilation (kW - 1) + outputPadding + 1</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor ConvTranspose1d(
            Tensor weight, Tensor? bias = null, int stride = 1, Padding1? padding = null, int outputPadding = 0, int groups = 1, int dilation = 1,
            int? outputSize = null, PaddingMode paddingMode = default, ConvActivation activation = ConvActivation.None) =>
            Apply(
                x, weight, bias, [stride], (padding ?? 0).Sides, [outputPadding], groups, [dilation], outputSize is { } size ? [size] : null, paddingMode,
                activation);

        /// <summary>
        /// 2-D transposed convolution of <c>[N, I, H, W]</c>:
        /// <c>y[n, o, i stride - padding + u dilation, j stride - padding + v dilation] += w[c, o, u, v] x[n, c, i, j]</c>, plus the bias.
        /// </summary>
        /// <param name="weight">The filter <c>[I, O/groups, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Output positions from one input to the next; 1 by default.</param>
        /// <param name="padding">
        /// Positions cropped from the output: a number, (height, width), ((top, bottom), (left, right)), or the rule of the convolution that
        /// this turns round; 0 by default.
        /// </param>
        /// <param name="outputPadding">Positions added after the last output, less than the stride or the dilation; 0 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="dilation">Output positions from one tap to the next; 1 by default.</param>
        /// <param name="outputSize">The size of the output, in place of <paramref name="outputPadding"/>.</param>
        /// <param name="paddingMode">
        /// What lies beyond the input: it is padded by <c>q = ceil(dilation (k - 1) / stride)</c> and <c>q stride</c> more is cropped, so that
        /// only the border of the output depends on the mode.
        /// </param>
        /// <param name="activation">What is applied to the sums before they are stored.</param>
        /// <returns><c>[N, O, H', W']</c>, <c>H' = (H - 1) stride - top - bottom + dilation (kH - 1) + outputPadding + 1</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor ConvTranspose2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? outputPadding = null, int groups = 1,
            Pair? dilation = null, Pair? outputSize = null, PaddingMode paddingMode = default, ConvActivation activation = ConvActivation.None) =>
            Apply(
                x, weight, bias, (stride ?? 1).Axes, (padding ?? 0).Sides, (outputPadding ?? 0).Axes, groups, (dilation ?? 1).Axes, outputSize?.Axes, paddingMode,
                activation);

        /// <summary>3-D transposed convolution of <c>[N, I, D, H, W]</c>.</summary>
        /// <param name="weight">The filter <c>[I, O/groups, kD, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Output positions from one input to the next; 1 by default.</param>
        /// <param name="padding">Positions cropped from the output: a number, (depth, height, width), a (low, high) of each, or a rule; 0 by default.</param>
        /// <param name="outputPadding">Positions added after the last output, less than the stride or the dilation; 0 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="dilation">Output positions from one tap to the next; 1 by default.</param>
        /// <param name="outputSize">The size of the output, in place of <paramref name="outputPadding"/>.</param>
        /// <param name="paddingMode">What lies beyond the input; only the border of the output depends on it.</param>
        /// <param name="activation">What is applied to the sums before they are stored.</param>
        /// <returns><c>[N, O, D', H', W']</c>, each size as in one axis.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor ConvTranspose3d(
            Tensor weight, Tensor? bias = null, Triple? stride = null, Padding3? padding = null, Triple? outputPadding = null, int groups = 1,
            Triple? dilation = null, Triple? outputSize = null, PaddingMode paddingMode = default, ConvActivation activation = ConvActivation.None) =>
            Apply(
                x, weight, bias, (stride ?? 1).Axes, (padding ?? 0).Sides, (outputPadding ?? 0).Axes, groups, (dilation ?? 1).Axes, outputSize?.Axes, paddingMode,
                activation);
    }

    private static Tensor Apply(
        Tensor x, Tensor weight, Tensor? bias, int[] stride, PaddingSides padding, int[] outputPadding, int groups, int[] dilation, int[]? outputSize,
        PaddingMode mode, ConvActivation activation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ConvShape shape = ConvTransposeShape.Of(
            Area, x.Shape, weight.Shape, bias?.Shape, stride, padding, outputPadding.All(p => p == 0) ? null : outputPadding, outputSize, dilation, groups);
        ConvMethods.CheckTypes(Area, x, weight, bias);
        if (mode != default && shape.Taps > 1)
        {
            int[] reach = [.. shape.Axes.Select(a => (int)((a.Span - 1 + a.Stride - 1) / a.Stride))];
            x = PadMethods.Pad(Area, x, new PaddingSides(PaddingRule.Explicit, [.. reach.Select(q => (q, q))]), mode);
            ConvMovement[] movement =
                [.. shape.Axes.Select((a, i) => new ConvMovement(a.Stride, a.Low + reach[i] * a.Stride, a.High + reach[i] * a.Stride, a.Dilation))];
            shape = ConvShape.Of(Area, shape.Input, weight.Shape, null, movement, groups);
        }
        return new ConvInputGradientOperation(shape, Area, activation).Apply(x, weight, bias);
    }
}
