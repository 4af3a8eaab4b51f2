using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>r[n, (q, t), p] = Σ_c g[c, t, p] v(x, offset)[c, t, p]</c> over the channels c of offset group q: the gradient of the mask, and with a
/// derivative of v that of the offset. For a cotangent h of r, <c>dg = S(x, offset, h)</c>, <c>dx = S*(g, offset, h)</c>, <c>doffset = h Σ g ∂v</c>.
/// </summary>
internal sealed class DeformContractOperation(DeformShape shape, DeformOrder order) : Operation
{
    /// <inheritdoc/>
    public override string Name => "deform sums over channels";

    /// <summary>
    /// The gradient of the offsets <c>mask Σ_c g ∂v</c>, or null where the derivative is 0 along every axis.
    /// </summary>
    public static Tensor? Offset(DeformShape shape, DeformOrder order, Tensor g, Tensor x, Tensor offset, Tensor? mask)
    {
        int axes = shape.Conv.Axes.Count;
        var parts = new Tensor[axes];
        bool isZero = true;
        for (int i = 0; i < axes; i++)
        {
            if (order.Next(3 - axes + i) is not { } next)
            {
                parts[i] = Tensor.Zeros(shape.Mask, g.Type, g.Device);
                continue;
            }
            isZero = false;
            Tensor part = new DeformContractOperation(shape, next).Apply(g, x, offset);
            parts[i] = mask is null ? part : part * mask;
        }
        if (isZero) return null;
        return axes == 1 ? parts[0] : new ChannelOrderOperation(1, axes, shape.Mask[1], 1).Apply(Tensor.Concat(1, parts));
    }

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor g = inputs[0], x = inputs[1], offset = inputs[2];
        Save(0, g);
        Save(1, x);
        Save(2, offset);
        Tensor r = Tensor.Empty(shape.Mask, g.Type, g.Device);
        var args = DeformArgs.Of(shape, order, false, x.Pitch, offset.Pitch, r.Pitch, g.Pitch);
        // Lanes first add up apart: a sum within the group for each number would wait for all lanes each time.
        int sets = shape.Mask[1], length = checked(shape.Positions * sets);
        int lanes = g.Device.GroupSize(DeformSamplingKernelsLaunch.ContractKernel(g.Type));
        Tensor parts = Tensor.Empty([length, lanes], g.Type, g.Device, MemoryOrder.RowMajor);
        DeformSamplingKernelsLaunch.Contract(g.Device, new(lanes, shape.Positions, sets), g.View, x.View, offset.View, parts.View, args);
        DeformSamplingKernelsLaunch.SumLanes(g.Device, new(length), parts.View, r.View, lanes, length);
        return r;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor h = Pooling.ChannelsLast(gradient);
        return
        [
            Needs(0) ? new DeformSampleOperation(shape, order).Apply(Saved(1), Saved(2), h) : null,
            Needs(1) ? new DeformScatterOperation(shape, order).Apply(Saved(0), Saved(2), h) : null,
            Needs(2) ? Offset(shape, order, Saved(0), Saved(1), Saved(2), h) : null,
        ];
    }
}
