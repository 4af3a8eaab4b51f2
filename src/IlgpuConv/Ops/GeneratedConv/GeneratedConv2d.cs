using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Convolution with filters that are generated from each image and applied to that image: <c>y[n] = σ(conv(x[n], G(x[n])) + bias)</c>.
/// </summary>
/// <remarks>
/// State: <c>generator.*</c> (see <see cref="FilterGenerator"/>), <c>weight [O, I/g, kH, kW]</c> in <see cref="FilterVariant.Residual"/>,
/// <c>gain [O]</c> where filters are normalised, and <c>bias [O]</c>.
/// </remarks>
public sealed class GeneratedConv2d : Module
{
    private readonly GeneratedConvOptions _options;
    private readonly Module? _activation;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' height and width.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether the output has a bias of its own; the generator's is one of the <paramref name="options"/>.</param>
    /// <param name="activation">A module applied to the output, or null.</param>
    /// <param name="options">How filters are generated; null for one linear map of the channels' means.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public GeneratedConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool hasBias = true, Module? activation = null, GeneratedConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        _options = options ?? new GeneratedConvOptions();
        (InChannels, OutChannels, Kernel, Groups) = (inChannels, outChannels, kernel, groups);
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        Check();
        Shape filter = [outChannels, inChannels / groups, kernel.Height, kernel.Width];
        Generator = AddModule("generator", new FilterGenerator(inChannels, filter, _options, generator, device));
        if (_options.Variant == FilterVariant.Residual) Weight = AddParameter("weight", Initialize.KaimingUniform(filter, generator, device: device));
        if (_options.NormalisesFilters) Gain = AddParameter("gain", Initialize.Constant([outChannels], Math.Sqrt(2), device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(filter), generator, device: device));
        if (activation is not null) _activation = AddModule("activation", activation);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>The filters' height and width.</summary>
    public Pair Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>What makes the filters.</summary>
    public FilterGenerator Generator { get; }

    /// <summary>The ordinary filter of <see cref="FilterVariant.Residual"/>, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The norm of each filter, or null where filters are not normalised.</summary>
    public Parameter? Gain { get; }

    /// <summary>The bias of the output, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor output = input.PerSampleConv2d(Filters(input), Bias, Stride, Padding, Dilation, Groups);
        return scope.Keep(_activation is null ? output : _activation.Forward(output));
    }

    /// <summary>The filters that the layer applies to each image: <c>[N, O, I/g, kH, kW]</c>.</summary>
    /// <exception cref="ArgumentException">The input is not [N, I, H, W] with the layer's channels.</exception>
    public Tensor Filters(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[1] != InChannels)
        {
            throw new ArgumentException(
                $"[generated conv] the input must be [N, {InChannels}, H, W]. Got {input.Shape} for a layer of {InChannels} to {OutChannels} channels.",
                nameof(input));
        }
        using var scope = new TensorScope();
        Tensor filters = Generator.Filters(input, Weight);
        return scope.Keep(Gain is null ? filters : filters.NormaliseFilters(Gain, _options.NormEpsilon));
    }

    /// <summary>
    /// Scales the head's weight to the images of a batch: its deviation becomes that of <see cref="GeneratedConvOptions.ExpectedSquare"/>
    /// with the mean square that the head's input has on <paramref name="batch"/>. Call it once, before training.
    /// </summary>
    /// <returns>The mean square.</returns>
    /// <exception cref="ArgumentException">The batch does not fit the layer, or the head's input is 0 for all of it.</exception>
    public double Calibrate(Tensor batch)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        _ = Filters(batch);
        double square = Generator.Features(batch).Square().Mean().ToScalar();
        if (!(square > 0)) throw new ArgumentException($"[generated conv] the generator's input must not be 0 everywhere. Got mean square {square} for {batch}.", nameof(batch));
        Tensor weight = Generator.Weight.Value;
        weight.CopyFrom(weight * Math.Sqrt(_options.ExpectedSquare / square));
        return square;
    }

    private void Check()
    {
        string got = $"Got {InChannels} to {OutChannels} channels, kernel {Kernel}, {Groups} groups.";
        if (Math.Min(Math.Min(InChannels, OutChannels), Math.Min(Kernel.Height, Kernel.Width)) < 1 || Groups < 1)
            throw new ArgumentException($"[generated conv] channels, kernel and groups must be at least 1. {got}");
        if (InChannels % Groups != 0 || OutChannels % Groups != 0)
            throw new ArgumentException($"[generated conv] groups must divide both channels. {got}");
        if (!(_options.ExpectedSquare > 0) || !(_options.NormEpsilon >= 0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"[generated conv] the expected square must be above 0 and the norm's epsilon at least 0. Got {_options.ExpectedSquare} and {_options.NormEpsilon}."));
        }
    }
}
