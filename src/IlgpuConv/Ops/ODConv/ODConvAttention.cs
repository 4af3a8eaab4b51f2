using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The attentions of omni-dimensional convolution (Li et al. 2022): with <c>z = relu(norm(fc means))</c>, over input channels, output
/// channels and taps <c>sigmoid((head z + bias) / temperature)</c>, and over kernels the softmax of the same.
/// </summary>
/// <remarks>
/// State: <c>fc.weight [H, I]</c>, <c>bn.*</c>, and weight and bias of <c>channel_fc</c>, <c>filter_fc</c> (none in a depthwise
/// convolution), <c>spatial_fc</c> (none with one tap), <c>kernel_fc</c> (none with one kernel), and the buffer <c>temperature</c>.
/// With attentions of each kernel a head's outputs are those of the first kernel, then of the second.
/// </remarks>
public sealed class ODConvAttention : Module, IScheduled
{
    private readonly ODConvNorm _norm;
    private readonly Temperature _temperature;
    private readonly Linear _fc;
    private readonly BatchNorm1d? _batchNorm;
    private readonly LayerNorm? _layerNorm;
    private readonly Linear _channel;
    private readonly Linear? _filter;
    private readonly Linear? _spatial;
    private readonly Linear? _kernel;

    internal ODConvAttention(int inChannels, int outChannels, int taps, bool isDepthwise, ODConvOptions options, RandomGenerator? generator, Device? device)
    {
        if (options.Kernels < 1 || options.LeastHidden < 1 || !(options.Reduction > 0) || !double.IsFinite(options.Reduction))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"[odconv] kernels, the least hidden features and the reduction must be above 0. Got {options.Kernels} kernels, least hidden {options.LeastHidden}, reduction {options.Reduction}."));
        }
        (InChannels, _norm) = (inChannels, options.Norm);
        Hidden = Math.Max((int)(inChannels * options.Reduction), options.LeastHidden);
        Attentions = options.PerKernelAttention ? options.Kernels : 1;
        _fc = Head("fc", inChannels, Hidden, hasBias: false);
        if (_norm is ODConvNorm.Batch or ODConvNorm.StrictBatch) _batchNorm = AddModule("bn", new BatchNorm1d(Hidden, device: device));
        if (_norm == ODConvNorm.Sample) _layerNorm = AddModule("bn", new LayerNorm([Hidden], device: device));
        _channel = Head("channel_fc", Hidden, Attentions * inChannels);
        if (!isDepthwise) _filter = Head("filter_fc", Hidden, Attentions * outChannels);
        if (taps > 1) _spatial = Head("spatial_fc", Hidden, Attentions * taps);
        if (options.Kernels > 1) _kernel = Head("kernel_fc", Hidden, options.Kernels);
        _temperature = new Temperature(AddBuffer("temperature", Tensor.Scalar(options.Temperature.First, device: device)), options.Temperature);

        Linear Head(string name, int inputs, int outputs, bool hasBias = true)
        {
            Linear head = AddModule(name, new Linear(inputs, outputs, hasBias, generator, device));
            using Tensor values = Initialize.KaimingNormal([outputs, inputs], generator, device: device);
            head.Weight.Value.CopyFrom(values);
            head.Bias?.Value.Fill(0);
            return head;
        }
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Features between the two linear maps.</summary>
    public int Hidden { get; }

    /// <summary>Attentions over channels, filters and taps: one for each kernel, or one for all.</summary>
    public int Attentions { get; }

    /// <summary>The temperature now.</summary>
    public double Temperature => _temperature.Value;

    /// <summary>What sets the temperature.</summary>
    public TemperatureSchedule Schedule => _temperature.Schedule;

    /// <summary>The hidden features <c>[N, H]</c> of images <c>[N, I, H, W]</c>.</summary>
    /// <exception cref="ArgumentException">A strict batch normalisation gets a batch of one in training.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = new TensorScope();
        return scope.Keep(Normalise(_fc.Forward(ChannelMeans.Of(input))).Relu());
    }

    /// <summary>The attentions of images <c>[N, I, H, W]</c>.</summary>
    /// <exception cref="ArgumentException">A strict batch normalisation gets a batch of one in training.</exception>
    public ODConvScales Attend(Tensor input)
    {
        Tensor z = Forward(input);
        int samples = z.Shape[0];
        Tensor channel = View(Gate(_channel, z), samples, Attentions, 1, InChannels);
        Tensor? filter = _filter is null ? null : Split(Gate(_filter, z), Attentions);
        Tensor? spatial = _spatial is null ? null : View(Gate(_spatial, z), samples, Attentions, _spatial.Weight.Value.Shape[0] / Attentions, 1);
        Tensor? kernel = _kernel is null ? null : View(_temperature.Divide(_kernel.Forward(z)).Softmax(), samples, _kernel.Weight.Value.Shape[0], 1, 1);
        return new ODConvScales(channel, filter, spatial, kernel);
    }

    /// <inheritdoc/>
    public void Follow(TrainingMoment moment) => _temperature.Follow(moment);

    private static Tensor Split(Tensor rows, int parts) => View(rows, rows.Shape[0], parts, rows.Shape[1] / parts);

    private static Tensor View(Tensor x, params int[] sizes) => MemoryViewOperation.View(x, sizes, MemoryOrder.RowMajor);

    private Tensor Gate(Linear head, Tensor z) => _temperature.Divide(head.Forward(z)).Sigmoid();

    private Tensor Normalise(Tensor z)
    {
        if (_layerNorm is not null) return _layerNorm.Forward(z);
        if (_batchNorm is null) return z;
        if (!IsTraining || z.Shape[0] > 1) return _batchNorm.Forward(z);
        if (_norm == ODConvNorm.Batch || z.Shape[0] == 0)
            return z.BatchNormInference(_batchNorm.RunningMean!.Value, _batchNorm.RunningVariance!.Value, _batchNorm.Weight, _batchNorm.Bias, _batchNorm.Epsilon);
        throw new ArgumentException(
            $"[odconv] in training, batch normalisation of a map of 1x1 needs at least 2 samples; {nameof(ODConvNorm)}.{nameof(ODConvNorm.Batch)}, " +
            $"{nameof(ODConvNorm.Sample)} and {nameof(ODConvNorm.None)} take one. Got batch {z.Shape[0]} with {nameof(ODConvNorm)}.{_norm}.");
    }
}
