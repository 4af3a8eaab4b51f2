using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y[o] = x[taken(o)]</c>, or <paramref name="fill"/> where an output takes nothing; the gradient is <see cref="PadAdjointOperation"/>.</summary>
internal sealed class PadOperation(PadShape shape, double fill = 0) : Operation
{
    /// <inheritdoc/>
    public override string Name => "pad";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Spatial([.. shape.Axes.Skip(5 - output.Shape.Rank).Select(a => AxisMap.Taps(1, 1, a.Low, 1, a.Step))]);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Run(shape, inputs[0], fill);

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new PadAdjointOperation(shape).Apply(gradient)];

    /// <summary>Pads without recording.</summary>
    public static Tensor Run(PadShape shape, Tensor x, double fill = 0)
    {
        x = x.InOrder(MemoryOrder.ChannelsLast);
        Tensor y = Tensor.Empty(shape.Output, x.Type, x.Device);
        int rows = checked(shape.Input[0] * shape.Axes[0].Destination * shape.Axes[1].Destination);
        PadKernelsLaunch.Forward(x.Device, new LaunchGrid(shape.Input[1], rows), x.View, y.View, Args(shape, x.Pitch, y.Pitch), fill);
        return y;
    }

    /// <summary>The arguments of both kernels.</summary>
    public static PadArgs Args(PadShape shape, int sourcePitch, int destinationPitch) =>
        new(shape.Axes[0], shape.Axes[1], shape.Axes[2], sourcePitch, destinationPitch, shape.Input[1]);
}
