using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with the statistics of each row of the contiguous axis; weight and bias
/// have one number for each place of it. The first derivative is kernels; where a graph of it is asked for it is composed of operations.
/// </summary>
internal sealed class RowNormOperation(double epsilon) : Operation
{
    private bool _isAffine;

    /// <inheritdoc/>
    public override string Name => "layernorm";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input == 0 ? SpatialMap.Across(inputs[0].Shape, inputs[0].ContiguousAxis) : SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = x.EmptyLike();
        _isAffine = inputs.Length > 1;
        Tensor statistics = Tensor.Empty([checked((int)x.Layout.Rows), 2], x.Type, x.Device);
        Tensor weight = _isAffine ? inputs[1] : x, bias = _isAffine ? inputs[2] : x;
        RowNormArgs args = Args(x, x);
        RowNormKernelsLaunch.Forward(x.Device, StripGrid(args), x.View, weight.View, bias.View, y.View, statistics.View, epsilon, args);
        Save(0, x);
        Save(1, statistics);
        if (_isAffine) Save(2, weight);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => GradientMode.IsOn ? Composed(gradient) : Launched(gradient.InOrder(Saved(0).Order));

    // One group along x, whatever its size: its lanes stride over the columns.
    private static LaunchGrid StripGrid(RowNormArgs args) => new(1, (args.Rows + RowNormArgs.StripRows - 1) / RowNormArgs.StripRows);

    private RowNormArgs Args(Tensor x, Tensor dy) => new((int)x.Layout.Rows, x.Layout.Inner, x.Pitch, dy.Pitch, _isAffine);

    private Tensor?[] Launched(Tensor dy)
    {
        Tensor x = Saved(0), statistics = Saved(1), dx = x.EmptyLike();
        RowNormArgs args = Args(x, dy);
        if (Needs(0))
            RowNormKernelsLaunch.InputGradient(x.Device, StripGrid(args), x.View, dy.View, (_isAffine ? Saved(2) : x).View, statistics.View, dx.View, args);
        if (!Needs(1) && !Needs(2)) return [dx, null, null];

        Tensor sums = Tensor.Empty([2, args.Slices, args.Columns], x.Type, x.Device, MemoryOrder.RowMajor);
        RowNormKernelsLaunch.WeightGradient(
            x.Device, new LaunchGrid(args.Columns, args.Slices), x.View, dy.View, statistics.View, sums.View, args);
        Tensor both = sums.Sum([1]);
        return [dx, both.Slice(0, 0, 1).Reshape([args.Columns]), both.Slice(0, 1, 1).Reshape([args.Columns])];
    }

    private Tensor?[] Composed(Tensor dy)
    {
        Tensor x = Saved(0);
        int axis = x.Layout.ContiguousAxis;
        Shape columns = [.. Enumerable.Range(0, x.Shape.Rank).Select(a => a == axis ? x.Shape[a] : 1)];
        int[] others = [.. Enumerable.Range(0, x.Shape.Rank).Where(a => a != axis)];
        Tensor? weight = _isAffine ? Saved(2).Reshape(columns) : null;
        (Tensor h, Tensor dx) = NormGradient.Composed(x, dy, weight, epsilon, t => t.Mean([axis], keepAxes: true));
        return _isAffine ? [dx, (dy * h).Sum(others), dy.Sum(others)] : [dx];
    }
}
