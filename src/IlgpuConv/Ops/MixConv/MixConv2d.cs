using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Mixed convolution (Tan and Le 2019): the channels in shares, each with a kernel of another size. Shares are equal, and the first takes
/// what is left over. The size stays at stride 1.
/// </summary>
/// <remarks>State: <c>0.weight</c>, <c>1.weight</c>, ..., one for each kernel, as in timm.</remarks>
public sealed class MixConv2d : Module
{
    private readonly int[] _shares;

    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernels">The kernels, odd, one for each share.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next.</param>
    /// <param name="isDepthwise">Whether each channel is convolved by itself, as in MixNet.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A kernel is even, there are fewer channels than kernels, or depthwise channels do not divide.</exception>
    public MixConv2d(
        int inChannels, int outChannels, IReadOnlyList<int> kernels, Pair? stride = null, int dilation = 1, bool isDepthwise = false,
        bool hasBias = false, RandomGenerator? generator = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        string got = $"Got {inChannels} to {outChannels} channels, kernels [{string.Join(", ", kernels)}].";
        if (kernels.Count == 0 || kernels.Any(k => k < 1 || k % 2 == 0))
            throw new ArgumentException($"[mixconv] there must be at least one kernel, and all must be odd. {got}", nameof(kernels));
        if (Math.Min(inChannels, outChannels) < kernels.Count)
            throw new ArgumentException($"[mixconv] there must be a channel for each kernel. {got}", nameof(kernels));
        (InChannels, OutChannels) = (inChannels, outChannels);
        _shares = Shares(inChannels, kernels.Count);
        int[] outputs = Shares(outChannels, kernels.Count);
        for (int i = 0; i < kernels.Count; i++)
        {
            if (isDepthwise && outputs[i] % _shares[i] != 0)
                throw new ArgumentException($"[mixconv] depthwise output channels must be a multiple of input channels in each share. {got}", nameof(isDepthwise));
            AddModule($"{i}", new Conv2d(
                _shares[i], outputs[i], kernels[i], stride, dilation * (kernels[i] - 1) / 2, dilation, isDepthwise ? _shares[i] : 1, hasBias,
                generator: generator, device: device));
        }
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>The channels in equal shares, the first with the rest.</summary>
    public static int[] Shares(int channels, int count)
    {
        int[] shares = new int[count];
        Array.Fill(shares, channels / count);
        shares[0] += channels % count;
        return shares;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ChannelGate.Check("mixconv", input, InChannels);
        using var scope = new TensorScope();
        var parts = new Tensor[_shares.Length];
        for (int i = 0, start = 0; i < parts.Length; start += _shares[i++]) parts[i] = Children[i].Module.Forward(input.Slice(1, start, _shares[i]));
        return scope.Keep(Tensor.Concat(1, parts));
    }
}
