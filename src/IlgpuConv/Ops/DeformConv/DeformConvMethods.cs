using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Deformable convolution (Dai et al. 2017; with a mask Zhu et al. 2019): every tap of every output reads where an offset says.</summary>
public static class DeformConvMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// <c>y[n, o, i, j] = bias[o] + Σ_{c, u, v} w[o, c, u, v] m[n, (q, u, v), i, j] x[n, c, i stride - padding + u dilation + Δy, j stride - padding + v dilation + Δx]</c>,
        /// q = <c>floor(c G / C)</c> the offset group of the channel. Between pixels x is bilinear, beyond the image it is 0, and a position a
        /// whole step or more beyond it reads 0. At whole positions the derivative is the right one.
        /// </summary>
        /// <param name="offset">
        /// The offsets <c>[N, 2 G kH kW, H', W']</c>: channel <c>2 (q kH kW + u kW + v)</c> is Δy and the next one Δx. Their number of channels gives G.
        /// </param>
        /// <param name="weight">The filter <c>[O, C/groups, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="mask">The mask m <c>[N, G kH kW, H', W']</c>, or null for ones.</param>
        /// <param name="stride">Input positions from one output to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="padding">Positions around the image, or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next: a number, or (height, width); 1 by default.</param>
        /// <param name="groups">Groups of the filter's channels; they need not be those of the offsets.</param>
        /// <returns><c>[N, O, H', W']</c>, sizes as in <c>Conv2d</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor DeformConv2d(
            Tensor offset, Tensor weight, Tensor? bias = null, Tensor? mask = null, Pair? stride = null, Padding2? padding = null,
            Pair? dilation = null, int groups = 1) =>
            Deform(x, offset, weight, bias, mask, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups);

        /// <summary>The same along one axis: the offsets <c>[N, G kW, W']</c> have one number for each tap.</summary>
        /// <param name="offset">The offsets <c>[N, G kW, W']</c>.</param>
        /// <param name="weight">The filter <c>[O, C/groups, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="mask">The mask <c>[N, G kW, W']</c>, or null for ones.</param>
        /// <param name="stride">Input positions from one output to the next.</param>
        /// <param name="padding">Positions around the signal, or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next.</param>
        /// <param name="groups">Groups of the filter's channels.</param>
        /// <returns><c>[N, O, W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor DeformConv1d(
            Tensor offset, Tensor weight, Tensor? bias = null, Tensor? mask = null, int stride = 1, Padding1? padding = null, int dilation = 1,
            int groups = 1) =>
            Deform(x, offset, weight, bias, mask, [stride], (padding ?? 0).Sides, [dilation], groups);

        /// <summary>
        /// The same for volumes, trilinear between eight voxels: the offsets <c>[N, 3 G kD kH kW, D', H', W']</c> have Δz, Δy, Δx for each tap.
        /// All samples of the batch are in memory at once.
        /// </summary>
        /// <param name="offset">The offsets <c>[N, 3 G kD kH kW, D', H', W']</c>.</param>
        /// <param name="weight">The filter <c>[O, C/groups, kD, kH, kW]</c>.</param>
        /// <param name="bias">The bias <c>[O]</c>, or null.</param>
        /// <param name="mask">The mask <c>[N, G kD kH kW, D', H', W']</c>, or null for ones.</param>
        /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
        /// <param name="padding">Positions around the volume, or a rule; negative crops; 0 by default.</param>
        /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
        /// <param name="groups">Groups of the filter's channels.</param>
        /// <returns><c>[N, O, D', H', W']</c>.</returns>
        /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
        public Tensor DeformConv3d(
            Tensor offset, Tensor weight, Tensor? bias = null, Tensor? mask = null, Triple? stride = null, Padding3? padding = null,
            Triple? dilation = null, int groups = 1) =>
            Deform(x, offset, weight, bias, mask, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups);
    }

    private static Tensor Deform(
        Tensor x, Tensor offset, Tensor weight, Tensor? bias, Tensor? mask, int[] stride, PaddingSides padding, int[] dilation, int groups)
    {
        ArgumentNullException.ThrowIfNull(offset);
        ArgumentNullException.ThrowIfNull(weight);
        ConvMovement[] movement = ConvPadding.Movement("deform", x.Shape, weight.Shape, stride, padding, dilation);
        DeformShape shape = DeformShape.Of(x.Shape, offset.Shape, weight.Shape, bias?.Shape, mask?.Shape, movement, groups);
        if (!x.IsFloating || Array.Exists([offset, weight, bias, mask], t => t is not null && t.Type != x.Type))
        {
            throw new ArgumentException(
                "[deform] input, offset, mask, weight and bias must be of one floating-point type. " +
                $"Got input {x}, offset {offset}, mask {mask?.ToString() ?? "none"}, weight {weight}, bias {bias?.ToString() ?? "none"}.");
        }
        x = Pooling.ChannelsLast(x);
        offset = Pooling.ChannelsLast(offset);
        mask = mask is null ? null : Pooling.ChannelsLast(mask);
        if (weight.Order != MemoryOrder.Filter) weight = weight.InOrder(MemoryOrder.Filter);
        if (DeformRun.Fits(shape))
        {
            var operation = new DeformConvOperation(shape);
            return mask is null ? operation.Apply(x, offset, weight, bias) : operation.Apply(x, offset, weight, mask, bias);
        }
        using var scope = new TensorScope();
        Tensor columns = new DeformSampleOperation(shape, default).Apply(x, offset, mask);
        return scope.Keep(new DeformProduct(shape).Forward(columns, weight, bias));
    }
}
