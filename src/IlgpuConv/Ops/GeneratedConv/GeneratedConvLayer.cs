using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// What the convolutions have in common whose filters are generated from each input and applied to it:
/// <c>y[n] = σ(conv(x[n], G(x[n])) + bias)</c>.
/// </summary>
/// <remarks>
/// State: <c>generator.*</c> (see <see cref="FilterGenerator"/>), <c>weight [O, I/g, kernel...]</c> in <see cref="FilterVariant.Residual"/>,
/// <c>gain [O]</c> with <see cref="FilterNormalisation.WeightNorm"/>, and <c>bias [O]</c>.
/// </remarks>
public abstract class GeneratedConvLayer : Module, IVisible
{
    private readonly GeneratedConvOptions _options;
    private readonly Module? _activation;
    private readonly int _axes;

    private protected GeneratedConvLayer(
        int inChannels, int outChannels, int[] kernel, int groups, bool hasBias, Module? activation, GeneratedConvOptions? options,
        RandomGenerator? generator, Device? device)
    {
        _options = options ?? new GeneratedConvOptions();
        _axes = kernel.Length;
        (InChannels, OutChannels, Groups) = (inChannels, outChannels, groups);
        Check(kernel);
        Shape filter = [outChannels, inChannels / groups, .. kernel];
        Generator = AddModule("generator", new FilterGenerator(inChannels, filter, _options, generator, device));
        if (_options.Variant == FilterVariant.Residual) Weight = AddParameter("weight", Initialize.KaimingUniform(filter, generator, device: device));
        if (_options.Norm == FilterNormalisation.WeightNorm)
            Gain = AddParameter("gain", Initialize.Constant([outChannels], Math.Sqrt(2), device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(filter), generator, device: device));
        if (activation is not null) _activation = AddModule("activation", activation);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>What makes the filters.</summary>
    public FilterGenerator Generator { get; }

    /// <summary>The ordinary filter of <see cref="FilterVariant.Residual"/>, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The norm of each filter, or null where none is learned.</summary>
    public Parameter? Gain { get; }

    /// <summary>The part of the bias that is the same for every input, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Check(input);
        Seen(input);
        using var scope = new TensorScope();
        Tensor features = Generator.Features(input);
        Tensor output = Convolve(input, Filters(input, features), Generator.Biases(input, features, Bias?.Value));
        return scope.Keep(_activation is null ? output : _activation.Forward(output));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(view);
        Tensor filters = Filters(input);
        Shape shape = filters.Shape;
        view.Filters("filters made of this image", _axes == 2 ? filters : filters.Reshape([shape[0], shape[1], shape[2], 1, shape[3]]));
    }

    /// <summary>The filters that the layer applies to each input: <c>[N, O, I/g, kernel...]</c>.</summary>
    /// <exception cref="ArgumentException">The input has other axes or channels than the layer takes.</exception>
    public Tensor Filters(Tensor input)
    {
        Check(input);
        using var scope = new TensorScope();
        return scope.Keep(Filters(input, Generator.Features(input)));
    }

    /// <summary>
    /// Scales the head's weight to the inputs of a batch: its deviation becomes that of <see cref="GeneratedConvOptions.ExpectedSquare"/>
    /// with the mean square that the head's input has on <paramref name="batch"/>. Call it once, before training.
    /// </summary>
    /// <returns>The mean square.</returns>
    /// <exception cref="ArgumentException">The batch does not fit the layer, or the head's input is 0 for all of it.</exception>
    public double Calibrate(Tensor batch)
    {
        Check(batch);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        double square = Generator.Features(batch).Square().Mean().ToScalar();
        if (!(square > 0)) throw new ArgumentException($"[generated conv] the generator's input must not be 0 everywhere. Got mean square {square} for {batch}.", nameof(batch));
        Tensor weight = Generator.Weight.Value;
        weight.CopyFrom(weight * Math.Sqrt(_options.ExpectedSquare / square));
        return square;
    }

    /// <summary>Applies filters and biases, each of its own input.</summary>
    private protected abstract Tensor Convolve(Tensor input, Tensor filters, Tensor? bias);

    private Tensor Filters(Tensor input, Tensor features)
    {
        Tensor filters = Generator.Filters(input, features, Weight?.Value);
        return _options.Norm == FilterNormalisation.None
            ? filters
            : filters.NormaliseFilters(Gain?.Value ?? Tensor.Full([OutChannels], 1, filters.Type, filters.Device), _options.NormEpsilon);
    }

    private void Check(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank == _axes + 2 && input.Shape[1] == InChannels) return;
        throw new ArgumentException(
            $"[generated conv] the input must be [N, {InChannels}, {(_axes == 1 ? "W" : "H, W")}]. " +
            $"Got {input.Shape} for a layer of {InChannels} to {OutChannels} channels.", nameof(input));
    }

    private void Check(int[] kernel)
    {
        string got = $"Got {InChannels} to {OutChannels} channels, kernel ({string.Join(", ", kernel)}), {Groups} groups.";
        if (Math.Min(Math.Min(InChannels, OutChannels), kernel.Min()) < 1 || Groups < 1)
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
