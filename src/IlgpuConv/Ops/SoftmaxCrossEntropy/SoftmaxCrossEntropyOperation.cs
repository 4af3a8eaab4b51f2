using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>loss = 1/N Σ_n (log Σ_k exp(x[n, k]) - x[n, label[n]])</c>: <c>dx = (softmax(x) - onehot(label)) / N</c>.
/// </summary>
internal sealed class SoftmaxCrossEntropyOperation : Operation
{
    private int _samples;

    /// <inheritdoc/>
    public override string Name => "softmax cross entropy";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], labels = inputs[1];
        Pointwise.CheckFloating(Name, x);
        bool fits = x.Shape.Rank == 2 && labels.Shape.Rank == 1 && x.Shape[0] == labels.Shape[0];
        if (!fits || x.Shape.Elements == 0 || labels.Type != ElementType.Int32)
            throw new ArgumentException($"[softmax cross entropy] logits [N, K] need labels [N] of type i32, and N and K of at least 1. Got {x} and {labels}.");
        _samples = x.Shape[0];
        Save(0, x);
        Save(1, labels);
        x = x.Order == MemoryOrder.RowMajor ? x : TensorCopy.ToOrder(x, MemoryOrder.RowMajor);
        Tensor losses = Tensor.Empty([_samples], x.Type, x.Device);
        SoftmaxCrossEntropyKernelsLaunch.Forward(
            x.Device, new LaunchGrid(_samples), x.View, labels.View, losses.View, _samples, x.Shape[1], x.Pitch);
        Tensor mean = Reduction.Sum(losses, [true], 1.0 / _samples);
        return mean.ViewAs(new Layout([], MemoryOrder.RowMajor));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor x = Saved(0), labels = Saved(1);
        Tensor chosen = Tensor.Empty(x.Shape, x.Type, x.Device, MemoryOrder.RowMajor);
        SoftmaxCrossEntropyKernelsLaunch.OneHot(x.Device, new LaunchGrid(_samples), labels.View, chosen.View, _samples, x.Shape[1]);
        return [x.Softmax().Sub(chosen).Mul(gradient.Mul(1.0 / _samples))];
    }
}
