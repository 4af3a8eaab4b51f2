using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// What the layers of mixtures of experts share: the experts' filters and biases, and their convolution with the shares that a subclass
/// finds from the input. First values are those of each expert alone: as of a <see cref="Conv2d"/> of its shape, or, with a slope, of He's
/// rule and biases of 0.
/// </summary>
/// <remarks>State: <c>weight [E, O, I/groups, kernel...]</c> and <c>bias [E, O]</c>.</remarks>
public abstract class MixtureConvLayer : Module, IVisible
{
    private readonly string _area;
    private readonly int[] _kernel;
    private readonly int[] _stride;
    private readonly int[] _dilation;
    private readonly PaddingSides _padding;

    private protected MixtureConvLayer(
        string area, int experts, int inChannels, int outChannels, int[] kernel, int[] stride, PaddingSides padding, int[] dilation, int groups,
        bool hasBias, double? slope, MixtureEvaluation evaluation, RandomGenerator? generator, Device? device)
    {
        bool fits = experts >= 1 && inChannels >= 1 && outChannels >= 1 && groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0;
        if (!fits || kernel.Min() < 1 || stride.Min() < 1 || dilation.Min() < 1)
        {
            throw new ArgumentException(
                $"[{area}] experts, channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
                $"Got {experts} experts, inChannels {inChannels}, outChannels {outChannels}, kernel {Text(kernel)}, stride {Text(stride)}, dilation {Text(dilation)}, groups {groups}.");
        }
        (_area, _kernel, _stride, _padding, _dilation) = (area, kernel, stride, padding, dilation);
        (Experts, InChannels, OutChannels, Groups, Evaluation) = (experts, inChannels, outChannels, groups, evaluation);
        Shape filter = [outChannels, inChannels / groups, .. kernel];
        long fan = Initialize.FanIn(filter);
        Weight = AddParameter(
            "weight", Initialize.KaimingUniform([experts, .. filter], generator, slope, fan, device: device, order: MemoryOrder.PerSampleFilter));
        if (!hasBias) return;
        Shape biases = [experts, outChannels];
        Bias = AddParameter("bias", slope is null ? Initialize.Bias(biases, fan, generator, device: device) : Initialize.Zeros(biases, device: device));
    }

    /// <summary>The number of experts.</summary>
    public int Experts { get; }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>Whether filters or outputs are mixed.</summary>
    public MixtureEvaluation Evaluation { get; }

    /// <summary>The experts' filters <c>[E, O, I/groups, kernel...]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The experts' biases <c>[E, O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Seen(input);
        using var scope = new TensorScope();
        return scope.Keep(Forward(input, Shares(input)));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Shares("share of each kernel in this image's filters", Shares(input), [.. Enumerable.Range(1, Experts).Select(e => $"kernel {e}")]);
    }

    /// <summary>The layer with given shares <c>[N, E]</c>, such as those of a router that several layers have in common.</summary>
    /// <exception cref="ArgumentException">The sizes or element types do not fit.</exception>
    public Tensor Forward(Tensor input, Tensor shares)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckInput(input);
        using var scope = new TensorScope();
        return scope.Keep(MixtureConvMethods.Conv(_area, input, shares, Weight, Bias, _stride, _padding, _dilation, Groups, Evaluation));
    }

    /// <summary>The share of each expert in the filters of each sample, <c>[N, E]</c>.</summary>
    /// <exception cref="ArgumentException">The input does not have the layer's channels.</exception>
    public Tensor Shares(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckInput(input);
        using var scope = new TensorScope();
        return scope.Keep(Route(input));
    }

    /// <summary>How the layer is evaluated for an input of a shape, with the reason.</summary>
    /// <exception cref="ArgumentException">The shape does not fit the layer.</exception>
    public MixturePlan Plan(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ConvMovement[] movement = ConvPadding.Movement(_area, input, Weight.Value.Shape, _stride, _padding, _dilation);
        return MixturePlan.Of(ConvShape.Of(_area, input, [.. Weight.Value.Shape.Skip(1)], null, movement, Groups), Experts);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{GetType().Name}: {InChannels} to {OutChannels} channels, kernel {Text(_kernel)}, stride {Text(_stride)}, padding {_padding}, " +
        $"dilation {Text(_dilation)}, groups {Groups}, {Experts} experts";

    private protected abstract Tensor Route(Tensor input);

    private void CheckInput(Tensor input)
    {
        if (input.Shape.Rank == _kernel.Length + 2 && input.Shape[1] == InChannels) return;
        string axes = _kernel.Length == 1 ? "W" : "H, W";
        throw new ArgumentException(
            $"[{_area}] the input must be [N, {InChannels}, {axes}]. Got {input.Shape} for a layer of {InChannels} to {OutChannels} channels.", nameof(input));
    }

    private static string Text(int[] numbers) => $"({string.Join(", ", numbers)})";
}
