using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Mean and largest of the channels of each pixel. Once the winners are known it is linear: its gradient is
/// <see cref="ChannelPoolScatterOperation"/>, whose own is <see cref="ChannelPoolSelectOperation"/>, so every order of derivative exists.
/// </summary>
internal sealed class ChannelPoolOperation : Operation
{
    private Shape _image = [];

    /// <inheritdoc/>
    public override string Name => "channel pool";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _image = x.Shape;
        Tensor pair = Tensor.Empty(_image.With(1, 2), x.Type, x.Device);
        Tensor winners = Tensor.Empty(_image.With(1, 1), ElementType.Int32, x.Device);
        ChannelPoolArgs args = Args(_image, x.Pitch, pair.Pitch);
        ChannelPoolKernelsLaunch.Forward(x.Device, new LaunchGrid(args.Pixels), x.View, pair.View, winners.View, args);
        Save(0, winners);
        return pair;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new ChannelPoolScatterOperation(_image).Apply(gradient.InOrder(MemoryOrder.ChannelsLast), Saved(0))];

    internal static ChannelPoolArgs Args(Shape image, int pitch, int pairPitch) =>
        new(checked((int)(image.Elements / Math.Max(1, image[1]))), image[1], pitch, pairPitch);
}

/// <summary>Spreads the first number of each pair over the channels and gives the second to the channel that won.</summary>
internal sealed class ChannelPoolScatterOperation(Shape image) : Operation
{
    /// <inheritdoc/>
    public override string Name => "channel pool scatter";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor dpair = inputs[0], winners = inputs[1];
        Tensor dx = Tensor.Empty(image, dpair.Type, dpair.Device);
        ChannelPoolArgs args = ChannelPoolOperation.Args(image, dx.Pitch, dpair.Pitch);
        var grid = new LaunchGrid(image[1], (args.Pixels + ChannelPoolArgs.StripPixels - 1) / ChannelPoolArgs.StripPixels);
        ChannelPoolKernelsLaunch.Scatter(dpair.Device, grid, dpair.View, winners.View, dx.View, args);
        Save(0, winners);
        return dx;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new ChannelPoolSelectOperation().Apply(gradient.InOrder(MemoryOrder.ChannelsLast), Saved(0)), null];
}

/// <summary>The mean of each pixel, and its number at the channel that once won.</summary>
internal sealed class ChannelPoolSelectOperation : Operation
{
    private Shape _image = [];

    /// <inheritdoc/>
    public override string Name => "channel pool select";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], winners = inputs[1];
        _image = x.Shape;
        Tensor pair = Tensor.Empty(_image.With(1, 2), x.Type, x.Device);
        ChannelPoolArgs args = ChannelPoolOperation.Args(_image, x.Pitch, pair.Pitch);
        ChannelPoolKernelsLaunch.Select(x.Device, new LaunchGrid(args.Pixels), x.View, winners.View, pair.View, args);
        Save(0, winners);
        return pair;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new ChannelPoolScatterOperation(_image).Apply(gradient.InOrder(MemoryOrder.ChannelsLast), Saved(0)), null];
}
