using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolution of each sample with filters of its own: what every dynamic convolution ends in.</summary>
public static class PerSampleConvMethods
{
    extension(Tensor x)
    {
        /// <summary>1-D convolution of sample n of <c>[N, I, W]</c> with filter n.</summary>
        /// <param name="weight">The filters <c>[N, O, I/groups, kW]</c>.</param>
        /// <param name="bias">The bias <c>[N, O]</c> or <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next.</param>
        /// <param name="padding">Zeros around the signal: a number, (left, right), or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <returns><c>[N, O, W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor PerSampleConv1d(
            Tensor weight, Tensor? bias = null, int stride = 1, Padding1? padding = null, int dilation = 1, int groups = 1) =>
            ConvMethods.Conv("per-sample conv", x, weight, bias, [stride], (padding ?? 0).Sides, [dilation], groups, perSample: true);

        /// <summary>
        /// 2-D convolution of sample n of <c>[N, I, H, W]</c> with filter n: <c>y[n] = conv(x[n], w[n]) + bias[n]</c>. Gradients of the
        /// filters stay apart. No batch of groups is built: N changes from call to call at no cost, and 0 and 1 are samples like others.
        /// </summary>
        /// <param name="weight">The filters <c>[N, O, I/groups, kH, kW]</c>; the order <see cref="MemoryOrder.PerSampleFilter"/> is read as it lies.</param>
        /// <param name="bias">The bias <c>[N, O]</c> or <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="padding">
        /// Zeros around the image: a number, (height, width), ((top, bottom), (left, right)), or a rule; negative crops; 0 by default.
        /// </param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <returns><c>[N, O, H', W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor PerSampleConv2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1) =>
            ConvMethods.Conv("per-sample conv", x, weight, bias, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups, perSample: true);

        /// <summary>3-D convolution of sample n of <c>[N, I, D, H, W]</c> with filter n.</summary>
        /// <param name="weight">The filters <c>[N, O, I/groups, kD, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[N, O]</c> or <c>[O]</c>, or null.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (depth, height, width); 1 by default.</param>
        /// <param name="padding">Zeros around the volume, or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (depth, height, width); 1 by default.</param>
        /// <param name="groups">Groups of channels.</param>
        /// <returns><c>[N, O, D', H', W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor PerSampleConv3d(
            Tensor weight, Tensor? bias = null, Triple? stride = null, Padding3? padding = null, Triple? dilation = null, int groups = 1) =>
            ConvMethods.Conv("per-sample conv", x, weight, bias, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups, perSample: true);
    }
}
