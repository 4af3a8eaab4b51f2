using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = scale Σ x</c> over some axes, which stay with size 1: <c>dx = scale dy</c>, repeated.</summary>
internal sealed class SumOperation(bool[] isReduced, double scale) : Operation
{
    private Shape _shape = [];

    /// <inheritdoc/>
    public override string Name => "sum";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Across(_shape, [.. Enumerable.Range(0, _shape.Rank).Where(axis => isReduced[axis])]);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        _shape = inputs[0].Shape;
        return Reduction.Sum(inputs[0], isReduced, scale);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [(scale == 1 ? gradient : gradient.Mul(scale)).Expand(_shape)];
}
