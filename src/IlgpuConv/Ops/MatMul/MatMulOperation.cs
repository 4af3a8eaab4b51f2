using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y = op(a) op(b)</c> where op transposes or not: <c>da = dy op(b)ᵀ</c>, <c>db = op(a)ᵀ dy</c>, which are products of the same kind.
/// </summary>
/// <param name="transposeA">Whether a is transposed.</param>
/// <param name="transposeB">Whether b is transposed.</param>
/// <param name="order">The order of the result in memory.</param>
/// <param name="keepPacked">Whether a packed form of b is kept with it.</param>
internal sealed class MatMulOperation(
    bool transposeA, bool transposeB, MemoryOrder order = MemoryOrder.RowMajor, bool keepPacked = false) : Operation
{
    private MemoryOrder _a, _b;
    private double _multiplyAdds;

    /// <inheritdoc/>
    public override string Name => "matmul";

    /// <inheritdoc/>
    public override double MultiplyAdds => _multiplyAdds;

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => Links(input, output.Shape.Rank);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        MatrixProduct.Matrix a = new(inputs[0], transposeA), b = new(inputs[1], transposeB);
        Shape shape = Check(inputs[0], inputs[1], a, b);
        (_a, _b) = (inputs[0].Order, inputs[1].Order);
        _multiplyAdds = (double)shape.Elements * a.Columns;
        if (Needs(1)) Save(0, inputs[0]);
        if (Needs(0)) Save(1, inputs[1]);
        Tensor y = Tensor.Empty(shape, inputs[0].Type, inputs[0].Device, order);
        MatrixProduct.Run(a, b, new(y, false), keepPacked: keepPacked);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        !Needs(0) ? null
            : transposeA ? new MatMulOperation(transposeB, true, _a).Apply(Saved(1), gradient)
            : new MatMulOperation(false, !transposeB, _a).Apply(gradient, Saved(1)),
        !Needs(1) ? null
            : transposeB ? new MatMulOperation(true, transposeA, _b).Apply(gradient, Saved(0))
            : new MatMulOperation(!transposeA, false, _b).Apply(Saved(0), gradient),
    ];

    private SpatialMap Links(int input, int rank)
    {
        bool isFirstKept = input == 0 ? !transposeA : transposeB;
        var kept = new AxisLink(isFirstKept ? rank - 2 : rank - 1, input == 0 ? rank - 2 : rank - 1, AxisMap.Identity);
        return rank == 3 ? SpatialMap.Of(new AxisLink(0, 0, AxisMap.Identity), kept) : SpatialMap.Of(kept);
    }

    private Shape Check(Tensor left, Tensor right, MatrixProduct.Matrix a, MatrixProduct.Matrix b)
    {
        Pointwise.CheckFloating(Name, left);
        bool fits = left.Shape.Rank == right.Shape.Rank && left.Shape.Rank is 2 or 3 && left.Type == right.Type;
        if (!fits || a.Columns != b.Rows || a.Batch != b.Batch)
        {
            throw new ArgumentException(
                "[matmul] [M, K] times [K, N] (or [B, M, K] times [B, K, N]) needs equal K, B and element types. " +
                $"Got {left}{(transposeA ? " transposed" : "")} and {right}{(transposeB ? " transposed" : "")}.");
        }
        return left.Shape.Rank == 3 ? [a.Batch, a.Rows, b.Columns] : [a.Rows, b.Columns];
    }
}
