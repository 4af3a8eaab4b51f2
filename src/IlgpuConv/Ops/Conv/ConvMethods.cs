using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution, in the sense of the field: cross-correlation.</summary>
public static class ConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// 1-D convolution of <c>[N, I, W]</c>: <c>y[n, o, i] = bias[o] + Σ_{c, u} w[o, c, u] x[n, c, i stride - padding + u dilation]</c>.
        /// </summary>
        /// <param name="weight">The filter <c>[O, I/groups, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next.</param>
        /// <param name="padding">Positions around the signal: a number, (left, right), or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
        /// <param name="inputDilation">Positions from one input to the next: a number above 1 puts zeros between them.</param>
        /// <param name="activation">What is applied to the sums before they are stored.</param>
        /// <returns><c>[N, O, W']</c>, <c>W' = floor((W + left + right - dilation (kW - 1) - 1) / stride) + 1</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor Conv1d(
            Tensor weight, Tensor? bias = null, int stride = 1, Padding1? padding = null, int dilation = 1, int groups = 1,
            PaddingMode paddingMode = default, int inputDilation = 1, ConvActivation activation = ConvActivation.None) =>
            Conv("conv", x, weight, bias, [stride], (padding ?? 0).Sides, [dilation], groups, paddingMode, [inputDilation], activation: activation);

        /// <summary>
        /// 2-D convolution of <c>[N, I, H, W]</c>:
        /// <c>y[n, o, i, j] = bias[o] + Σ_{c, u, v} w[o, c, u, v] x[n, c, i stride - padding + u dilation, j stride - padding + v dilation]</c>;
        /// group g of the output channels reads group g of the input channels.
        /// </summary>
        /// <param name="weight">The filter <c>[O, I/groups, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="padding">
        /// Positions around the image: a number, (height, width), ((top, bottom), (left, right)), or a rule; negative crops; 0 by default.
        /// </param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
        /// <param name="inputDilation">Positions from one input to the next: a number above 1 puts zeros between them; 1 by default.</param>
        /// <param name="activation">What is applied to the sums before they are stored.</param>
        /// <returns><c>[N, O, H', W']</c>, <c>H' = floor((H + top + bottom - dilation (kH - 1) - 1) / stride) + 1</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor Conv2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
            PaddingMode paddingMode = default, Pair? inputDilation = null, ConvActivation activation = ConvActivation.None) =>
            Conv(
                "conv", x, weight, bias, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups, paddingMode, (inputDilation ?? 1).Axes,
                activation: activation);

        /// <summary>3-D convolution of <c>[N, I, D, H, W]</c>: the sum of the 2-D one over the depth of the filter too.</summary>
        /// <param name="weight">The filter <c>[O, I/groups, kD, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (depth, height, width); 1 by default.</param>
        /// <param name="padding">
        /// Positions around the volume: a number, (depth, height, width), a (low, high) of each, or a rule; negative crops; 0 by default.
        /// </param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (depth, height, width); 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
        /// <param name="inputDilation">Positions from one input to the next: a number above 1 puts zeros between them; 1 by default.</param>
        /// <param name="activation">What is applied to the sums before they are stored.</param>
        /// <returns><c>[N, O, D', H', W']</c>, each size as in one axis.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor Conv3d(
            Tensor weight, Tensor? bias = null, Triple? stride = null, Padding3? padding = null, Triple? dilation = null, int groups = 1,
            PaddingMode paddingMode = default, Triple? inputDilation = null, ConvActivation activation = ConvActivation.None) =>
            Conv(
                "conv", x, weight, bias, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups, paddingMode, (inputDilation ?? 1).Axes,
                activation: activation);
    }

    /// <summary>Finds the padding, checks sizes and element types and applies the operation.</summary>
    internal static Tensor Conv(
        string area, Tensor x, Tensor weight, Tensor? bias, int[] stride, PaddingSides padding, int[] dilation, int groups,
        PaddingMode mode = default, int[]? inputDilation = null, bool perSample = false, ConvActivation activation = ConvActivation.None)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ConvMovement[] movement = ConvPadding.Movement(area, x.Shape, weight.Shape, stride, padding, dilation, inputDilation);
        return Conv(area, x, weight, bias, movement, groups, perSample, mode, activation);
    }

    /// <summary>
    /// Checks sizes and element types and applies the operation. Zeros are padded inside the kernels; for other modes the input is padded
    /// before, in a copy.
    /// </summary>
    internal static Tensor Conv(
        string area, Tensor x, Tensor weight, Tensor? bias, ConvMovement[] movement, int groups, bool perSample,
        PaddingMode mode = default, ConvActivation activation = ConvActivation.None)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ConvShape shape = ConvShape.Of(area, x.Shape, weight.Shape, bias?.Shape, movement, groups, perSample);
        CheckTypes(area, x, weight, bias);
        if (mode == default || !HasPadding(movement))
            return new ConvOperation(shape, activation).Apply(x, weight, bias);
        return Padded(area, shape, x, weight, bias, movement, mode, activation);
    }

    private static Tensor Padded(
        string area, ConvShape shape, Tensor x, Tensor weight, Tensor? bias, ConvMovement[] movement, PaddingMode mode, ConvActivation activation)
    {
        if (Array.Exists(movement, m => m.InputDilation > 1))
            throw new ArgumentException($"[{area}] a dilated input takes zeros as padding only. Got {shape}, padding mode {mode}.");
        Tensor padded = PadMethods.Pad(area, x, new PaddingSides(PaddingRule.Explicit, [.. movement.Select(m => (m.Low, m.High))]), mode);
        ConvMovement[] inside = Array.ConvertAll(movement, m => m with { Low = 0, High = 0 });
        shape = ConvShape.Of(area, padded.Shape, weight.Shape, bias?.Shape, inside, shape.Groups, shape.IsPerSample);
        return new ConvOperation(shape, activation).Apply(padded, weight, bias);
    }

    private static bool HasPadding(ConvMovement[] movement)
    {
        foreach (ConvMovement m in movement)
            if (m.Low > 0 || m.High > 0) return true;
        return false;
    }

    /// <summary>Input, weight and bias must be of one floating-point type.</summary>
    internal static void CheckTypes(string area, Tensor x, Tensor weight, Tensor? bias)
    {
        if (!x.IsFloating || weight.Type != x.Type || (bias is not null && bias.Type != x.Type))
        {
            throw new ArgumentException(
                $"[{area}] input, weight and bias must be of one floating-point type. Got input {x}, weight {weight}, bias {bias?.ToString() ?? "none"}.");
        }
    }
}
