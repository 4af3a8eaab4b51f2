using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y = W S(x, offset, mask) + bias</c> without the samples of the whole batch in memory, of inputs x, offset, weight, then mask and bias where
/// they are. The gradients are chains of kernels too; where derivatives of them are wanted they are made of <see cref="DeformSampleOperation"/>
/// and its relatives instead, which are closed under differentiation.
/// </summary>
internal sealed class DeformConvOperation(DeformShape shape) : Operation
{
    private bool _isBiased;

    /// <inheritdoc/>
    public override string Name => "deform";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.Conv.Flops / 2 + shape.SamplingMultiplyAdds;

    /// <inheritdoc/>
    public override double Flops => 2 * MultiplyAdds + (_isBiased ? shape.Conv.Output.Elements : 0);

    /// <inheritdoc/>
    public override double ColumnElements => ConvReads.ColumnElements(shape.Conv);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input == 0 ? ConvReads.Forward(shape.Conv).MovedBy(1)
        : input == 2 || (_isBiased && input == inputs.Count - 1) ? SpatialMap.Everything
        : SpatialMap.Spatial([.. shape.Conv.Axes.Select(_ => AxisMap.Identity)]);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        for (int i = 0; i < inputs.Length; i++) Save(i, inputs[i]);
        _isBiased = inputs.Length > (shape.IsMasked ? 4 : 3);
        Tensor? mask = shape.IsMasked ? inputs[3] : null, bias = _isBiased ? inputs[^1].InOrder(MemoryOrder.RowMajor) : null;
        return new DeformRun(shape, inputs[0], inputs[1], inputs[2], mask).Forward(bias);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor dy = Pooling.ChannelsLast(gradient);
        Tensor x = Saved(0), offset = Saved(1), weight = Saved(2);
        Tensor? mask = shape.IsMasked ? Saved(3) : null;
        bool needsMask = shape.IsMasked && Needs(3);
        Tensor? dx = null, doffset = null, dmask = null, dweight = null;
        if (GradientMode.IsOn)
        {
            var product = new DeformProduct(shape);
            if (Needs(2)) dweight = product.WeightGradient(new DeformSampleOperation(shape, default).Apply(x, offset, mask), dy);
            if (Needs(0) || Needs(1) || needsMask)
            {
                Tensor columns = product.ColumnGradient(dy, weight);
                if (Needs(0)) dx = new DeformScatterOperation(shape, default).Apply(columns, offset, mask);
                if (Needs(1)) doffset = DeformContractOperation.Offset(shape, default, columns, x, offset, mask);
                if (needsMask) dmask = new DeformContractOperation(shape, default).Apply(columns, x, offset);
            }
        }
        else
        {
            var run = new DeformRun(shape, x, offset, weight, mask);
            if (Needs(0)) dx = run.InputGradient(dy);
            if (Needs(1) || needsMask) (doffset, dmask) = run.OffsetGradients(dy);
            if (Needs(2)) dweight = run.WeightGradient(dy);
        }
        var results = new List<Tensor?> { dx, doffset, dweight };
        if (shape.IsMasked) results.Add(dmask);
        if (_isBiased) results.Add(Needs(results.Count) ? dy.Sum([.. Enumerable.Range(0, dy.Shape.Rank).Where(axis => axis != 1)]) : null);
        return [.. results];
    }
}
