using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Involution (Li et al. 2021): a kernel for each pixel and group of channels, made of that pixel alone,
/// <c>k = W2 relu(BN(W1 z)) + b</c>, with z the input, or its means over the stride. Odd sizes keep their last row and column: means over
/// what there is, so that kernels and outputs have the same size, <c>ceil(H / stride)</c>.
/// </summary>
/// <remarks>State: <c>conv1.conv.weight [C/r, C, 1, 1]</c>, <c>conv1.bn.*</c>, <c>conv2.conv.weight [G k², C/r, 1, 1]</c>, <c>conv2.conv.bias</c>, as the authors'.</remarks>
public sealed class Involution2d : Module, IVisible
{
    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input and the output.</param>
    /// <param name="kernel">Taps along height and width, odd.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="options">How kernels are made; null for the authors' way.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The kernel is even, a number is below 1, or the group channels do not divide the channels.</exception>
    public Involution2d(
        int channels, int kernel = 7, Pair? stride = null, InvolutionOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        options ??= new InvolutionOptions();
        (Channels, Kernel, Stride) = (channels, kernel, stride ?? 1);
        int width = Math.Min(channels, options.GroupChannels);
        string got = $"Got {channels} channels, kernel {kernel}, stride {Stride}, group channels {options.GroupChannels}, reduction {options.Reduction}.";
        if (width < 1 || options.Reduction < 1 || Math.Min(Stride.Height, Stride.Width) < 1 || kernel < 1 || kernel % 2 == 0)
            throw new ArgumentException($"[involution] all numbers must be at least 1, and the kernel odd. {got}");
        if (channels % width != 0) throw new ArgumentException($"[involution] group channels must divide the channels. {got}", nameof(options));
        Groups = channels / width;
        int hidden = Math.Max(1, channels / options.Reduction);
        First = AddModule("conv1", new ConvNorm2d(
            channels, hidden, 1, hasBias: false, norm: options.HasNorm ? c => new BatchNorm2d(c, device: device) : null, activation: new Relu(),
            generator: generator, device: device));
        Second = AddModule("conv2", new ConvNorm2d(hidden, checked(Groups * kernel * kernel), 1, generator: generator, device: device));
    }

    /// <summary>Channels of the input and the output.</summary>
    public int Channels { get; }

    /// <summary>Taps along height and width.</summary>
    public int Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Groups of channels that share a kernel.</summary>
    public int Groups { get; }

    /// <summary>The map to hidden features, with norm and rectifier.</summary>
    public ConvNorm2d First { get; }

    /// <summary>The map to the kernels.</summary>
    public ConvNorm2d Second { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(input.Involution2d(Kernels(input), Kernel, Stride, (Kernel - 1) / 2));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Map("weight of each tap at each pixel, group by group", Kernels(input));
    }

    /// <summary>The kernels of each pixel, <c>[N, G k², ceil(H / stride), ceil(W / stride)]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the layer's channels.</exception>
    public Tensor Kernels(Tensor input)
    {
        ChannelGate.Check("involution", input, Channels);
        using var scope = new TensorScope();
        Pair window = (Math.Min(Stride.Height, input.Shape[2]), Math.Min(Stride.Width, input.Shape[3]));
        Tensor seen = Stride == 1 ? input : input.AvgPool2d(window, Stride, ceilMode: true);
        return scope.Keep(Second.Forward(First.Forward(seen)));
    }
}
