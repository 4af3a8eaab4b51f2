using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution whose filters are scaled for each sample by a style.</summary>
public static class ModulatedConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// Modulated convolution (Karras et al. 2020, "Analyzing and Improving the Image Quality of StyleGAN"):
        /// <c>w'[n, o, c, t] = w[o, c, t] s[n, c]</c>, demodulated by <c>1 / √(Σ_{c, t} w'² + epsilon)</c> for each sample and output
        /// channel, then <c>y[n] = conv(x[n], w'[n]) + bias</c>. Every derivative exists.
        /// </summary>
        /// <param name="weight">The filter <c>[O, I/groups, kH, kW]</c>.</param>
        /// <param name="style">The factors <c>[N, I]</c> of the input channels; with groups each group reads its own.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="padding">Zeros around the image; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="demodulates">Whether outputs are divided by the norm of their filter.</param>
        /// <param name="epsilon">What is added to the square of the norm.</param>
        /// <param name="form">Which of two evaluations runs; see <see cref="ModulatedConvPlan"/>.</param>
        /// <returns><c>[N, O, H', W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor ModulatedConv2d(
            Tensor weight, Tensor style, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
            bool demodulates = true, double epsilon = 1e-8, ModulationForm form = ModulationForm.Automatic)
        {
            ArgumentNullException.ThrowIfNull(weight);
            ArgumentNullException.ThrowIfNull(style);
            const string area = "modulated conv";
            ConvMovement[] movement = ConvPadding.Movement(
                area, x.Shape, weight.Shape, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, [1, 1]);
            ConvShape shape = ConvShape.Of(area, x.Shape, weight.Shape, bias?.Shape, movement, groups);
            ConvMethods.CheckTypes(area, x, weight, bias);
            if (style.Shape != new Shape(shape.Batch, shape.InChannels) || style.Type != x.Type)
            {
                throw new ArgumentException(
                    $"[{area}] the style must be [{shape.Batch}, {shape.InChannels}], one factor for each channel of each sample, of the input's type. " +
                    $"Got style {style} for input {x}.", nameof(style));
            }
            if (!(epsilon >= 0)) throw new ArgumentException(FormattableString.Invariant($"[{area}] epsilon must be at least 0. Got {epsilon}."), nameof(epsilon));
            using var scope = new TensorScope();
            style = style.InOrder(MemoryOrder.RowMajor);
            return scope.Keep(ModulatedConvPlan.Of(shape, demodulates, form).Form == ModulationForm.Filters
                ? ByFilters(shape, movement, x, weight, style, bias, demodulates, epsilon)
                : ByFeatures(shape, movement, x, weight, style, bias, demodulates, epsilon));
        }
    }

    private static Tensor ByFilters(
        ConvShape shape, ConvMovement[] movement, Tensor x, Tensor weight, Tensor style, Tensor? bias, bool demodulates, double epsilon)
    {
        Shape sizes = weight.Shape;
        Tensor shared = MemoryViewOperation.View(weight.InOrder(MemoryOrder.Filter), [1, .. sizes], MemoryOrder.PerSampleFilter);
        Tensor filters = shared * Factors(shape, style);
        if (demodulates)
        {
            Tensor one = Tensor.Full([shape.OutChannels], 1, x.Type, x.Device);
            filters = filters.NormaliseFilters(one, epsilon);
        }
        return ConvMethods.Conv("modulated conv", x, filters, bias, movement, shape.Groups, perSample: true);
    }

    private static Tensor ByFeatures(
        ConvShape shape, ConvMovement[] movement, Tensor x, Tensor weight, Tensor style, Tensor? bias, bool demodulates, double epsilon)
    {
        Tensor factors = MemoryViewOperation.View(style, [shape.Batch, shape.InChannels, 1, 1], MemoryOrder.ChannelsLast);
        Tensor input = x * factors;
        if (!demodulates) return ConvMethods.Conv("modulated conv", input, weight, bias, movement, shape.Groups, perSample: false);
        // The squared norms are the squares of the styles convolved with the squares of the filter, summed over its taps.
        Tensor squares = weight.Square().Sum([2, 3], keepAxes: true);
        Tensor scale = (factors.Square().Conv2d(squares, groups: shape.Groups) + epsilon).Sqrt().Reciprocal();
        Tensor output = ConvMethods.Conv("modulated conv", input, weight, null, movement, shape.Groups, perSample: false) * scale;
        return bias is null ? output : output + bias.Reshape([1, shape.OutChannels, 1, 1]);
    }

    /// <summary>The style as a factor of the filters: <c>[N, 1, I, 1, 1]</c>, with groups <c>[N, O, I/groups, 1, 1]</c>.</summary>
    private static Tensor Factors(ConvShape shape, Tensor style)
    {
        (int samples, int groups, int inputs) = (shape.Batch, shape.Groups, shape.GroupIn);
        if (groups == 1) return MemoryViewOperation.View(style, [samples, 1, inputs, 1, 1], MemoryOrder.PerSampleFilter);
        Tensor grouped = style.Reshape([samples, groups, 1, inputs]).Expand([samples, groups, shape.GroupOut, inputs]);
        return grouped.Reshape([samples, shape.OutChannels, inputs, 1, 1]).InOrder(MemoryOrder.PerSampleFilter);
    }
}
