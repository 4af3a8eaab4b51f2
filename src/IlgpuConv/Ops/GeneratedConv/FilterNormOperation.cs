using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, o] = w[n, o] gain[o] / √(‖w[n, o]‖² + epsilon)</c> for filters <c>[N, O, I/g, kernel...]</c>. The first derivative is a kernel;
/// where a graph of it is asked for it is composed of operations, so every order exists.
/// </summary>
internal sealed class FilterNormOperation(double epsilon) : Operation
{
    /// <inheritdoc/>
    public override string Name => "filter norm";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor w = inputs[0], gain = inputs[1];
        Tensor y = Tensor.Empty(w.Shape, w.Type, w.Device, MemoryOrder.PerSampleFilter);
        FilterNormKernelsLaunch.Forward(w.Device, Grid(w), w.View, gain.View, y.View, epsilon, Rows(w), w.Shape[1]);
        Save(0, w);
        Save(1, gain);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => GradientMode.IsOn ? Composed(gradient) : Launched(gradient.InOrder(MemoryOrder.PerSampleFilter).Contiguous());

    private static int Rows(Tensor w) => checked((int)(w.Shape.Elements / Math.Max(1, w.Shape[0] * w.Shape[1])));

    private static LaunchGrid Grid(Tensor w) => new(w.Shape[1], w.Shape[0]);

    private Tensor?[] Launched(Tensor dy)
    {
        Tensor w = Saved(0), gain = Saved(1);
        Tensor dw = Tensor.Empty(w.Shape, w.Type, w.Device, MemoryOrder.PerSampleFilter);
        Tensor gains = Tensor.Empty([w.Shape[0], w.Shape[1]], w.Type, w.Device);
        FilterNormKernelsLaunch.Gradient(
            w.Device, Grid(w), w.View, dy.View, gain.View, dw.View, gains.View, epsilon, Rows(w), w.Shape[1]);
        return [dw, Needs(1) ? gains.Sum([0]) : null];
    }

    private Tensor?[] Composed(Tensor dy)
    {
        Tensor w = Saved(0), gain = Saved(1);
        int[] axes = [.. Enumerable.Range(2, w.Shape.Rank - 2)];
        Shape perFilter = [1, w.Shape[1], .. axes.Select(_ => 1)];
        Tensor inverse = (w.Square().Sum(axes, keepAxes: true) + epsilon).Sqrt().Reciprocal();
        Tensor along = (w * dy).Sum(axes, keepAxes: true);
        Tensor dw = gain.Reshape(perFilter) * inverse * (dy - w * (along * inverse.Square()));
        return [dw, (along * inverse).Sum([0]).Reshape(gain.Shape)];
    }
}
