using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Spatial attention (Woo et al. 2018): <c>y = x σ(BN(conv([mean_c; max_c])))</c>, one factor for each pixel of each image, from the mean
/// and the largest of its channels. Of equal channels the first wins the gradient.
/// </summary>
/// <remarks>State: <c>conv.conv.weight [1, 2, k, k]</c> and <c>conv.bn.*</c>, as in timm.</remarks>
public sealed class SpatialAttention : Module, IVisible
{
    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="options">The kernel, and whether there is a norm; null for CBAM's.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The kernel is even or below 1.</exception>
    public SpatialAttention(SpatialAttentionOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        options ??= new SpatialAttentionOptions();
        if (options.Kernel < 1 || options.Kernel % 2 == 0)
            throw new ArgumentException($"[spatial attention] the kernel must be odd and at least 1. Got {options.Kernel}.", nameof(options));
        Conv = AddModule("conv", new ConvNorm2d(
            2, 1, (options.IsSignal ? 1 : options.Kernel, options.Kernel), padding: (options.IsSignal ? 0 : options.Kernel / 2, options.Kernel / 2), hasBias: false, norm: options.HasNorm ? c => new BatchNorm2d(c, device: device) : null,
            generator: generator, device: device));
    }

    /// <summary>The convolution of mean and maximum, with its norm.</summary>
    public ConvNorm2d Conv { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(SignalView.Through(input, x => x * Gate(x)));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Map("factor of each pixel", Gate(input));
    }

    /// <summary>The factor of each pixel of each image, <c>[N, 1, H, W]</c>; of a signal <c>[N, 1, 1, W]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] or [N, C, W].</exception>
    public Tensor Gate(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        return scope.Keep(Conv.Forward(SignalView.Image(input).ChannelPool()).Sigmoid());
    }
}
