using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = x / (1 - p)</c> where the element is kept, else 0; the gradient is dropped and scaled in the same places.</summary>
internal sealed class DropoutOperation(double probability, RandomDraw draw) : Operation
{
    private MemoryOrder _order;

    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <summary>Blocks of random numbers that a tensor needs.</summary>
    public static long Blocks(Shape shape) => (shape.Elements + 3) / 4;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        Pointwise.CheckFloating(Name, x);
        _order = x.Order;
        if (!x.Layout.IsDense) x = TensorCopy.ToOrder(x, x.Order);
        Tensor y = x.EmptyLike();
        int length = checked((int)x.Shape.Elements), quarter = (int)Blocks(x.Shape);
        uint threshold = (uint)Math.Min(uint.MaxValue, Math.Round(probability * 4294967296.0));
        DropoutKernelsLaunch.Forward(
            x.Device, new LaunchGrid(quarter), x.View, y.View, (uint)draw.Seed, (uint)(draw.Seed >> 32), (uint)draw.Position,
            (uint)(draw.Position >> 32), threshold, probability < 1 ? 1 / (1 - probability) : 0, length, quarter);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new DropoutOperation(probability, draw).Apply(gradient.InOrder(_order))];
}
