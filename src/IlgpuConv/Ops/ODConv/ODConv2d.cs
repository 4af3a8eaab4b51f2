using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Omni-dimensional dynamic convolution (Li et al. 2022): <c>y[n] = α_f ⊙ conv(α_c ⊙ x[n], Σ_e α_w[e] α_s ⊙ weight[e])</c>, with the
/// attentions of an <see cref="ODConvAttention"/> over output channels, input channels, kernels and taps. Since convolution is linear all
/// four scale the filters, in one pass, and maps are neither scaled nor copied.
/// </summary>
/// <remarks>State: <c>weight [E, O, I/groups, kH, kW]</c>, <c>bias [O]</c> and <c>attention.*</c>.</remarks>
public sealed class ODConv2d : KernelBankConv2d, IVisible
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' size: a number, or (height, width).</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels; a depthwise convolution has no attention over output channels.</param>
    /// <param name="hasBias">Whether the output has a bias; the authors' code has none.</param>
    /// <param name="options">Kernels and attentions; null for the defaults.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public ODConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool hasBias = false, ODConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base("odconv", inChannels, outChannels, kernel, stride, padding, dilation, groups, (options ?? new()).Kernels)
    {
        options ??= new ODConvOptions();
        Attention = AddModule(
            "attention",
            new ODConvAttention(inChannels, outChannels, kernel.Height * kernel.Width, inChannels == outChannels && inChannels == groups, options, generator, device));
        Weight = AddParameter(
            "weight",
            Initialize.KaimingNormal([Kernels, .. FilterShape], generator, fan: Initialize.FanOut(FilterShape), device: device, order: MemoryOrder.PerSampleFilter));
        if (hasBias) Bias = AddParameter("bias", Initialize.Zeros([outChannels], device: device));
    }

    /// <summary>What finds the factors of the filters.</summary>
    public ODConvAttention Attention { get; }

    /// <summary>The kernels <c>[E, O, I/groups, kH, kW]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[1] != InChannels)
        {
            throw new ArgumentException(
                $"[odconv] the input must be [N, {InChannels}, H, W]. Got {input.Shape} for a layer of {InChannels} to {OutChannels} channels.", nameof(input));
        }
        Seen(input);
        using var scope = new TensorScope();
        ODConvScales scales = Attention.Attend(input);
        Tensor filters = Weight.Value.MixScaledFilters(scales.Outputs(Kernels, OutChannels), scales.Inputs, Groups);
        return scope.Keep(input.PerSampleConv2d(filters, Bias, Stride, Padding, Dilation, Groups));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(view);
        ODConvScales scales = Attention.Attend(input);
        int images = input.Shape[0], sets = scales.Channel.Shape[1];
        view.Shares("factor of each input channel", scales.Channel.Reshape([images, sets * InChannels]));
        if (scales.Filter is not null) view.Shares("factor of each output channel", scales.Filter.Reshape([images, sets * OutChannels]));
        if (scales.Spatial is not null) view.Map("factor of each tap", scales.Spatial.Reshape([images, sets, Kernel.Height, Kernel.Width]));
        if (scales.Kernel is not null) view.Shares("share of each kernel", scales.Kernel, [.. Enumerable.Range(1, Kernels).Select(e => $"kernel {e}")]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"ODConv2d: {InChannels} to {OutChannels} channels, kernel {Kernel}, stride {Stride}, padding {Padding.Sides}, dilation {Dilation}, groups {Groups}, " +
        $"{Kernels} kernels, {Attention.Hidden} hidden features";
}
