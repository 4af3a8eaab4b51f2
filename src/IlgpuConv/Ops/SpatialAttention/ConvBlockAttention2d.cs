using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// CBAM, the convolutional block attention (Woo et al. 2018): <see cref="ChannelAttention"/> from mean and maximum, then
/// <see cref="SpatialAttention"/>.
/// </summary>
/// <remarks>State: <c>channel.fc1.weight</c>, <c>channel.fc2.weight</c>, <c>spatial.conv.conv.weight</c>, <c>spatial.conv.bn.*</c>.</remarks>
public sealed class ConvBlockAttention2d : Module
{
    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input and the output.</param>
    /// <param name="options">Both parts; null for timm's.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is not above 0, or the kernel is even.</exception>
    public ConvBlockAttention2d(int channels, ConvBlockAttentionOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        options ??= new ConvBlockAttentionOptions();
        Channel = AddModule("channel", new ChannelAttention(channels, options.Channel, generator, device));
        Spatial = AddModule("spatial", new SpatialAttention(options.Spatial, generator, device));
    }

    /// <summary>The attention over channels.</summary>
    public ChannelAttention Channel { get; }

    /// <summary>The attention over pixels.</summary>
    public SpatialAttention Spatial { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(Spatial.Forward(Channel.Forward(input)));
    }
}
