using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Dynamic convolution with fused kernels (DyNet, Zhang et al. 2020): each output channel of each image has a filter of its own mixture of
/// fixed kernels, <c>W[n, o] = Σ_t η[n, t, o] weight[t, o]</c>, with coefficients from the means of the channels. Experimental: the authors
/// published no code, so the number of kernels and the predictor follow the paper alone.
/// </summary>
/// <remarks>State: <c>weight [T, O, I/groups, kH, kW]</c>, <c>bias [O]</c>, <c>predictor.weight [O, T, I]</c>, <c>predictor.bias [O, T]</c>.</remarks>
public sealed class DyNetConv2d : KernelBankConv2d, IVisible
{
    private readonly DyNetPredictor? _predictor;
    private readonly MixtureEvaluation _evaluation;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' size: a number, or (height, width).</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether the output has a bias.</param>
    /// <param name="options">The kernels; null for 6 with a predictor.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public DyNetConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool hasBias = false, DyNetOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base("dynet", inChannels, outChannels, kernel, stride, padding, dilation, groups, (options ?? new()).Kernels)
    {
        options ??= new DyNetOptions();
        _evaluation = options.Evaluation;
        long fan = Initialize.FanIn(FilterShape);
        Weight = AddParameter(
            "weight", Initialize.KaimingUniform([Kernels, .. FilterShape], generator, fan: fan, device: device, order: MemoryOrder.PerSampleFilter));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], fan, generator, device: device));
        if (options.HasPredictor) _predictor = AddModule("predictor", new DyNetPredictor(inChannels, outChannels, Kernels, generator, device));
    }

    /// <summary>The kernels <c>[T, O, I/groups, kH, kW]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_predictor is null)
            throw new ArgumentException($"[dynet] a layer without a predictor needs the coefficients with each call. Got an input {input.Shape} alone.", nameof(input));
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(Forward(input, _predictor.Forward(input)));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(view);
        if (_predictor is null) return;
        view.Map("coefficient of each fixed kernel (rows) in each output channel (columns)", _predictor.Forward(input).Reshape([input.Shape[0], 1, Kernels, OutChannels]));
    }

    /// <summary>The layer with given coefficients <c>[N, T, O]</c>.</summary>
    /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
    public Tensor Forward(Tensor input, Tensor coefficients)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        return scope.Keep(input.FusedConv2d(coefficients, Weight, Bias, Stride, Padding, Dilation, Groups, _evaluation));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"DyNetConv2d: {InChannels} to {OutChannels} channels, kernel {Kernel}, stride {Stride}, padding {Padding.Sides}, dilation {Dilation}, groups {Groups}, {Kernels} kernels";
}
