using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Convolution whose receptive field depends on the image: <c>y[n] = conv(x[n], Σ_s π_s(x[n]) embed(W_s)) + bias</c>, with filters of
/// different kernel sizes or dilations and <c>π = softmax(z / temperature)</c>, or one of them for each image. The size stays at stride 1.
/// </summary>
/// <remarks>
/// State: <c>weight0 [O, I/g, k, k]</c>, <c>weight1</c>, ... one for each field, with PyTorch's first values at their own size, <c>bias [O]</c> and
/// <c>router.*</c> (see <see cref="FieldRouter"/>), its temperature among it.
/// </remarks>
public sealed class AdaptiveFieldConv2d : Module, IVisible
{
    private readonly AdaptiveFieldOptions _options;
    private readonly FieldBranch[] _fields;
    private readonly RandomGenerator? _noise;
    private readonly Parameter[] _weights;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="options">The fields and the choice; null for a soft mixture of 1x1, 3x3, 5x5 and 7x7.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="noise">Where the numbers of a hard choice come from, or null for the default generator.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public AdaptiveFieldConv2d(
        int inChannels, int outChannels, Pair? stride = null, int groups = 1, bool hasBias = true, AdaptiveFieldOptions? options = null,
        RandomGenerator? generator = null, RandomGenerator? noise = null, Device? device = null)
    {
        _options = options ?? new AdaptiveFieldOptions();
        _fields = [.. _options.Fields];
        (InChannels, OutChannels, Stride, Groups, _noise) = (inChannels, outChannels, stride ?? 1, groups, noise);
        string got = $"Got {inChannels} to {outChannels} channels, {groups} groups, fields [{string.Join(", ", _fields)}].";
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException($"[adaptive field] channels and groups must be at least 1, and the groups divide the channels. {got}");
        if (_fields.Length == 0 || Array.Exists(_fields, f => f.Kernel < 1 || f.Kernel % 2 == 0 || f.Dilation < 1))
            throw new ArgumentException($"[adaptive field] there must be at least one field, kernels odd and dilations at least 1. {got}", nameof(options));
        Plan = FieldPlan.Of(_fields);
        _weights = new Parameter[_fields.Length];
        for (int s = 0; s < _weights.Length; s++)
        {
            Shape filter = [outChannels, inChannels / groups, _fields[s].Kernel, _fields[s].Kernel];
            _weights[s] = AddParameter($"weight{s}", Initialize.KaimingUniform(filter, generator, device: device));
        }
        long fan = Initialize.FanIn(_weights[^1].Value.Shape);
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], fan, generator, device: device));
        Router = AddModule("router", new FieldRouter("adaptive field", inChannels, _fields.Length, _options.Router, generator, device));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>The filter of each field, <c>[O, I/g, k, k]</c>.</summary>
    public IReadOnlyList<Parameter> Weights => _weights;

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>What finds the shares.</summary>
    public FieldRouter Router { get; }

    /// <summary>Which way is less work, and why.</summary>
    public FieldPlan Plan { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Seen(input);
        using var scope = new TensorScope();
        Tensor shares = Shares(input);
        return scope.Keep(_options.MixesFilters ?? Plan.MixesFilters ? Mixed(input, shares) : Separate(input, shares));
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        view.Shares("share of each receptive field", Shares(input), [.. _fields.Select(field => field.ToString())]);
    }

    /// <summary>The share of each field in each image, <c>[N, S]</c>. A hard choice draws new noise in training and none in inference.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the layer's channels.</exception>
    public Tensor Shares(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor logits = Router.Forward(input);
        if (!_options.IsHard) return scope.Keep(Router.Divide(logits).Softmax(1));
        return scope.Keep(IsTraining ? logits.GumbelSoftmax(Router.Divide, isHard: true, _noise) : logits.HardChoice());
    }

    /// <summary>The expected span of the field of each image, <c>Σ_s π_s (dilation_s (kernel_s - 1) + 1)</c>: <c>[N]</c>, without noise.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the layer's channels.</exception>
    public Tensor ExpectedField(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor logits = Router.Forward(input);
        Tensor shares = _options.IsHard ? logits.HardChoice() : Router.Divide(logits).Softmax(1);
        Tensor spans = Tensor.FromDoubles([.. _fields.Select(f => (double)f.Span)], [_fields.Length, 1], shares.Type, shares.Device);
        return scope.Keep(shares.MatMul(spans).Reshape([shares.Shape[0]]));
    }

    private Tensor Mixed(Tensor input, Tensor shares)
    {
        Tensor bank = new FilterBankOperation(_fields).Apply([.. _weights.Select(w => w.Value)]);
        return input.PerSampleConv2d(shares.MixFilters(bank), Bias, Stride, _fields.Max(f => f.Span) / 2, groups: Groups);
    }

    private Tensor Separate(Tensor input, Tensor shares)
    {
        Tensor? sum = null;
        for (int s = 0; s < _fields.Length; s++)
        {
            // The shares sum to 1, so that the bias may go with each.
            Tensor one = input.Conv2d(_weights[s], Bias, Stride, _fields[s].Span / 2, _fields[s].Dilation, Groups);
            Tensor part = one * shares.Slice(1, s, 1).Contiguous().Reshape([input.Shape[0], 1, 1, 1]);
            sum = sum is null ? part : sum + part;
        }
        return sum!;
    }
}
