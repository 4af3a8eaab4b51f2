using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The product of all samples with the filter as a convolution of one tap, and its adjoints, of differentiable operations. The samples of
/// the whole batch are in memory: it serves derivatives above the first, and volumes.
/// </summary>
internal sealed class DeformProduct(DeformShape shape)
{
    private readonly int[] _ones = [.. Enumerable.Repeat(1, shape.Conv.Axes.Count)];

    /// <summary><c>y = W v + bias</c>.</summary>
    public Tensor Forward(Tensor columns, Tensor weight, Tensor? bias)
    {
        columns = ByGroup(columns);
        return ConvMethods.Conv("deform", columns, Matrix(weight), bias, _ones, None, _ones, shape.Conv.Groups);
    }

    /// <summary>The gradient of the samples.</summary>
    public Tensor ColumnGradient(Tensor dy, Tensor weight)
    {
        Tensor columns = new ConvInputGradientOperation(Point).Apply(dy, Matrix(weight));
        return shape.Conv.Groups == 1
            ? columns
            : new ChannelOrderOperation(1, shape.Conv.Groups, shape.Conv.Taps, shape.Conv.GroupIn).Apply(columns);
    }

    /// <summary>The gradient of the filter.</summary>
    public Tensor WeightGradient(Tensor columns, Tensor dy) => MemoryViewOperation.View(
        new ConvWeightGradientOperation(Point).Apply(ByGroup(columns), dy).InOrder(MemoryOrder.Filter), shape.Conv.Weight, MemoryOrder.Filter);

    private PaddingSides None => new(PaddingRule.Explicit, [.. _ones.Select(_ => (0, 0))]);

    private Shape MatrixShape => [shape.Conv.OutChannels, checked(shape.Conv.Taps * shape.Conv.GroupIn), .. _ones];

    private ConvShape Point => ConvShape.Of(
        "deform", shape.Columns, MatrixShape, null, [.. _ones.Select(_ => new ConvMovement(1))], shape.Conv.Groups);

    /// <summary>The samples with those of each weight group together.</summary>
    private Tensor ByGroup(Tensor columns) => shape.Conv.Groups == 1
        ? columns
        : new ChannelOrderOperation(1, shape.Conv.Taps, shape.Conv.Groups, shape.Conv.GroupIn).Apply(columns);

    /// <summary>The filter with taps and channels as one axis; in filter order nothing moves.</summary>
    private Tensor Matrix(Tensor weight) => MemoryViewOperation.View(weight.InOrder(MemoryOrder.Filter), MatrixShape, MemoryOrder.Filter);
}
