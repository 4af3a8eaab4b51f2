using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary><c>y = a + b</c> for two gradients of one tensor, in the order of <c>a</c>.</summary>
internal sealed class AccumulateOperation : Operation
{
    private static readonly Pointwise.BinaryForms s_forms = new(AccumulateKernelsLaunch.Add);

    /// <summary>
    /// Adds <paramref name="gradient"/> to <paramref name="sum"/> in its own memory, with the bits of the operation, where nothing else holds
    /// that memory and both lie alike and densely.
    /// </summary>
    /// <returns>Whether it was done.</returns>
    public static bool InPlace(Tensor sum, Tensor gradient)
    {
        bool isPossible = sum.Storage.References == 1 && sum.Layout.IsDense && sum.Layout.Equals(gradient.Layout) && sum.Type == gradient.Type
            && sum.Shape.Elements is > 0 and <= int.MaxValue;
        if (!isPossible) return false;
        int length = (int)sum.Shape.Elements;
        AccumulateKernelsLaunch.AddTo(sum.Device, new LaunchGrid(length), gradient.View, sum.View, length);
        sum.MarkChanged();
        return true;
    }

    /// <inheritdoc/>
    public override string Name => "accumulate";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Pointwise.Binary(Name, inputs[0], inputs[1], s_forms);

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient, gradient];
}
