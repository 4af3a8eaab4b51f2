using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// All samples <c>v = S(x, offset, mask)</c> of a deformable convolution, or one of their derivatives by position, <c>[N, kernel C, output...]</c>
/// with channels within taps. It is linear in x and mask, and linear along each axis between two neighbours in the offset, so with its
/// adjoint <see cref="DeformScatterOperation"/> and the sums over channels of <see cref="DeformContractOperation"/> it is closed under differentiation:
/// <c>dx = S*(g)</c>, <c>dmask = Σ g v</c>, <c>doffset = mask Σ g ∂v</c>.
/// </summary>
internal sealed class DeformSampleOperation(DeformShape shape, DeformOrder order) : Operation
{
    private bool _isMasked;

    /// <inheritdoc/>
    public override string Name => "deform sampling";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.SamplingMultiplyAdds;

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input == 0 ? ConvReads.Forward(shape.Conv).MovedBy(1) : SpatialMap.Spatial([.. shape.Conv.Axes.Select(_ => AxisMap.Identity)]);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], offset = inputs[1];
        Tensor? mask = inputs.Length > 2 ? inputs[2] : null;
        Save(0, x);
        Save(1, offset);
        if (mask is not null) Save(2, mask);
        _isMasked = mask is not null;
        Tensor columns = Tensor.Empty(shape.Columns, x.Type, x.Device);
        var args = DeformArgs.Of(shape, order, _isMasked, x.Pitch, offset.Pitch, mask?.Pitch ?? 0, columns.Pitch);
        var grid = new LaunchGrid(shape.GroupChannels, shape.Positions, shape.OffsetGroups * shape.Conv.Taps);
        DeformSamplingKernelsLaunch.Sample(x.Device, grid, x.View, offset.View, (mask ?? offset).View, columns.View, args);
        return columns;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor g = Pooling.ChannelsLast(gradient);
        Tensor? mask = _isMasked ? Saved(2) : null;
        return
        [
            Needs(0) ? new DeformScatterOperation(shape, order).Apply(g, Saved(1), mask) : null,
            Needs(1) ? DeformContractOperation.Offset(shape, order, g, Saved(0), Saved(1), mask) : null,
            Needs(2) ? new DeformContractOperation(shape, order).Apply(g, Saved(0), Saved(1)) : null,
        ];
    }
}
