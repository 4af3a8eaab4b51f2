using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>dx = S*(g, offset, mask)</c>, the adjoint of <see cref="DeformSampleOperation"/> in x. For a cotangent z of dx, <c>dg = S(z, offset, mask)</c>,
/// <c>dmask = Σ g v(z)</c>, <c>doffset = mask Σ g ∂v(z)</c>.
/// </summary>
internal sealed class DeformScatterOperation(DeformShape shape, DeformOrder order) : Operation
{
    private bool _isMasked;

    /// <inheritdoc/>
    public override string Name => "deform sampling adjoint";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor g = inputs[0], offset = inputs[1];
        Tensor? mask = inputs.Length > 2 ? inputs[2] : null;
        Save(0, g);
        Save(1, offset);
        if (mask is not null) Save(2, mask);
        _isMasked = mask is not null;
        Tensor dx = Tensor.Empty(shape.Conv.Input, g.Type, g.Device);
        var args = DeformArgs.Of(shape, order, _isMasked, dx.Pitch, offset.Pitch, mask?.Pitch ?? 0, g.Pitch);
        var grid = new LaunchGrid(shape.GroupChannels, shape.Conv.Batch, shape.OffsetGroups);
        DeformSamplingKernelsLaunch.Scatter(g.Device, grid, g.View, offset.View, (mask ?? offset).View, dx.View, args);
        return dx;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor z = Pooling.ChannelsLast(gradient);
        Tensor? mask = _isMasked ? Saved(2) : null;
        return
        [
            Needs(0) ? new DeformSampleOperation(shape, order).Apply(z, Saved(1), mask) : null,
            Needs(1) ? DeformContractOperation.Offset(shape, order, Saved(0), z, Saved(1), mask) : null,
            Needs(2) ? new DeformContractOperation(shape, order).Apply(Saved(0), z, Saved(1)) : null,
        ];
    }
}
