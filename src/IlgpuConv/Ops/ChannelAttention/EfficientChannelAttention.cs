using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Efficient channel attention (Wang et al. 2020): <c>y = x σ(conv(z))</c>, a convolution of one signal along the means z of the channels of an
/// image <c>[N, C, H, W]</c> or a signal <c>[N, C, W]</c>.
/// </summary>
/// <remarks>State: <c>conv.weight [1, 1, k]</c>, as in timm.</remarks>
public sealed class EfficientChannelAttention : Module, IVisible
{
    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input and the output.</param>
    /// <param name="kernel">Taps along the channels, odd; null for <see cref="KernelFor"/>.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The channels are below 1, or the kernel is even or below 1.</exception>
    public EfficientChannelAttention(int channels, int? kernel = null, RandomGenerator? generator = null, Device? device = null)
    {
        int taps = kernel ?? KernelFor(Math.Max(1, channels));
        if (channels < 1 || taps < 1 || taps % 2 == 0)
            throw new ArgumentException($"[eca] channels must be at least 1 and the kernel odd and at least 1. Got {channels} channels, kernel {taps}.");
        Channels = channels;
        Conv = AddModule("conv", new Conv1d(1, 1, taps, padding: taps / 2, hasBias: false, generator: generator, device: device));
    }

    /// <summary>Channels of the input and the output.</summary>
    public int Channels { get; }

    /// <summary>The convolution along the channels.</summary>
    public Conv1d Conv { get; }

    /// <summary>The paper's kernel: <c>t = floor(|log2 C + 1| / 2)</c>, made odd by adding 1, and at least 3.</summary>
    public static int KernelFor(int channels)
    {
        int taps = (int)(Math.Abs(Math.Log2(channels) + 1) / 2);
        return Math.Max(3, taps % 2 == 1 ? taps : taps + 1);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(SignalView.Through(input, x => x * Gate(x)));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Shares("factor of each channel", Gate(input));
    }

    /// <summary>The factor of each channel of each image, <c>[N, C, 1, 1]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] or [N, C, W] with the layer's channels.</exception>
    public Tensor Gate(Tensor input)
    {
        ChannelGate.CheckAny("eca", input, Channels);
        using var scope = new TensorScope();
        int images = input.Shape[0];
        Tensor means = MemoryViewOperation.View(SignalView.Image(input).GlobalAvgPool2d(), [images, 1, Channels], MemoryOrder.ChannelsLast);
        return scope.Keep(MemoryViewOperation.View(Conv.Forward(means).Sigmoid(), [images, Channels, 1, 1], MemoryOrder.ChannelsLast));
    }
}
