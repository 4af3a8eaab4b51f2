using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Selective kernel convolution (Li et al. 2019): branches with different receptive fields, <c>u_m = relu(BN(conv_m(x)))</c>, of which each
/// channel of each image takes its own mixture, <c>y = Σ_m a_m u_m</c>; see <see cref="SelectiveKernelAttention"/>.
/// </summary>
/// <remarks>State: <c>paths.m.conv.weight</c>, <c>paths.m.bn.*</c> and <c>attn.*</c>, as in timm.</remarks>
public sealed class SelectiveKernel2d : Module, IVisible
{
    private readonly SelectiveKernelOptions _options;
    private readonly Sequential _paths;

    /// <summary>Makes the layer; first values as in PyTorch. The size stays at stride 1.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="stride">Of every branch; 1 by default.</param>
    /// <param name="options">Branches and attention; null for the paper's.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public SelectiveKernel2d(
        int inChannels, int outChannels, Pair? stride = null, SelectiveKernelOptions? options = null, RandomGenerator? generator = null,
        Device? device = null)
    {
        _options = options ?? new SelectiveKernelOptions();
        IReadOnlyList<int> kernels = _options.Kernels;
        string got = $"Got {inChannels} to {outChannels} channels, kernels [{string.Join(", ", kernels)}], {(_options.SplitsInput ? "split" : "whole")} input.";
        if (kernels.Count == 0 || kernels.Any(k => k < 1 || k % 2 == 0))
            throw new ArgumentException($"[selective kernel] there must be at least one kernel, and all must be odd. {got}", nameof(options));
        if (_options.SplitsInput && inChannels % kernels.Count != 0)
            throw new ArgumentException($"[selective kernel] the number of branches must divide the channels of a split input. {got}", nameof(options));
        InChannels = inChannels;
        int from = _options.SplitsInput ? inChannels / kernels.Count : inChannels;
        _paths = AddModule("paths", new Sequential());
        foreach (int kernel in kernels)
        {
            (int taps, int dilation) = _options.KeepsThree && kernel > 3 ? (3, (kernel - 1) / 2) : (kernel, 1);
            _paths.Add(new ConvNorm2d(
                from, outChannels, taps, stride, dilation * (taps - 1) / 2, dilation, Math.Min(outChannels, _options.Groups),
                norm: c => new BatchNorm2d(c, device: device), activation: new Relu(), generator: generator, device: device));
        }
        int hidden = Math.Max(_options.LeastHidden, ChannelReduction.Of("selective kernel", outChannels, _options.Ratio, _options.Divisor));
        Attention = AddModule("attn", new SelectiveKernelAttention(outChannels, kernels.Count, hidden, _options.AcceptsOneImage, generator, device));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>What chooses between the branches.</summary>
    public SelectiveKernelAttention Attention { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(Attention.Combine(Branches(input)));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Shares("share of each kernel, mean of the channels", Weights(input).Mean([1, 2]), [.. _options.Kernels.Select(kernel => $"{kernel}x{kernel}")]);
    }

    /// <summary>The share of each branch in each channel of each image, <c>[N, C, 1, M]</c>.</summary>
    public Tensor Weights(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(Attention.Weights(Branches(input)));
    }

    private Tensor[] Branches(Tensor input)
    {
        ChannelGate.Check("selective kernel", input, InChannels);
        int share = InChannels / _paths.Count;
        return [.. Enumerable.Range(0, _paths.Count).Select(m => _paths[m].Forward(_options.SplitsInput ? input.Slice(1, m * share, share) : input))];
    }
}
