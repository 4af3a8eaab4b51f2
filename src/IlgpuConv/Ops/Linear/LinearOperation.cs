using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, o] = bias[o] + Σ_i x[n, i] weight[o, i]</c>: <c>dx = dy weight</c>, <c>dweight = dyᵀ x</c>, <c>dbias = Σ_n dy</c>. The weight
/// lies as <c>I O</c> (filter order), so lanes run over outputs; for dx it is packed the other way, once per version.
/// </summary>
internal sealed class LinearOperation : Operation
{
    private MemoryOrder _order;
    private Shape? _bias;
    private double _multiplyAdds, _outputs;

    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public override double MultiplyAdds => _multiplyAdds;

    /// <inheritdoc/>
    public override double Flops => 2 * _multiplyAdds + (_bias is null ? 0 : _outputs);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input == 0 ? SpatialMap.Of(new AxisLink(0, 0, AxisMap.Identity)) : SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], weight = inputs[1];
        Tensor? bias = inputs.Length > 2 ? inputs[2] : null;
        Check(x, weight, bias);
        _order = weight.Order;
        _bias = bias?.Shape;
        _multiplyAdds = (double)x.Shape.Elements * weight.Shape[0];
        _outputs = (double)x.Shape[0] * weight.Shape[0];
        if (Needs(1)) Save(0, x);
        if (Needs(0)) Save(1, weight);
        Tensor y = Tensor.Empty([x.Shape[0], weight.Shape[0]], x.Type, x.Device);
        MatrixProduct.Run(new(x, false), new(weight, true), new(y, false), bias, keepPacked: true);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new MatMulOperation(false, false, keepPacked: true).Apply(gradient, Saved(1)) : null,
        Needs(1) ? new MatMulOperation(true, false, _order).Apply(gradient, Saved(0)) : null,
        Needs(2) ? gradient.SumTo(_bias!) : null,
    ];

    private static void Check(Tensor x, Tensor weight, Tensor? bias)
    {
        Pointwise.CheckFloating("linear", x);
        bool fits = x.Shape.Rank == 2 && weight.Shape.Rank == 2 && x.Shape[1] == weight.Shape[1] && x.Type == weight.Type;
        if (!fits || (bias is not null && (bias.Shape != [weight.Shape[0]] || bias.Type != x.Type)))
        {
            throw new ArgumentException(
                $"[linear] x [N, I] needs a weight [O, I] and a bias [O] of the same element type. Got x {x}, weight {weight}, bias {bias?.ToString() ?? "none"}.");
        }
    }
}
