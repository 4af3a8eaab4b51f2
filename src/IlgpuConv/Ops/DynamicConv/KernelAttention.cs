using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The attention of dynamic convolution: <c>shares = softmax((fc2 relu(fc1 means) + bias) / temperature)</c> over the kernels (Chen et al.
/// 2020). The temperature follows its schedule as training goes on (see <see cref="Module.AdvanceTo"/>).
/// </summary>
/// <remarks>State: <c>fc1.weight [H, C]</c>, <c>fc2.weight [K, H]</c>, <c>fc2.bias [K]</c>, and the buffer <c>temperature</c>.</remarks>
public sealed class KernelAttention : Module, IScheduled
{
    private readonly Temperature _temperature;
    private readonly Linear _first;
    private readonly Linear _second;

    /// <summary>Makes the attention.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="options">Kernels, hidden features and temperature; null for the defaults.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public KernelAttention(int channels, DynamicConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        options ??= new DynamicConvOptions();
        // The rule of the published code: a quarter and one, but as many as kernels for an image of three colours.
        Hidden = options.Hidden ?? (channels == 3 ? options.Kernels : channels / 4 + 1);
        if (channels < 1 || options.Kernels < 1 || Hidden < 1)
        {
            throw new ArgumentException(
                $"[dynamic conv] channels, kernels and hidden features must be at least 1. Got {channels} channels, {options.Kernels} kernels, hidden {Hidden}.");
        }
        (Channels, Kernels) = (channels, options.Kernels);
        _first = AddModule("fc1", new Linear(channels, Hidden, hasBias: false, generator, device));
        _second = AddModule("fc2", new Linear(Hidden, Kernels, hasBias: true, generator, device));
        HeNormal(_first, generator, device);
        HeNormal(_second, generator, device);
        _second.Bias!.Value.Fill(0);
        _temperature = new Temperature(AddBuffer("temperature", Tensor.Scalar(options.Temperature.First, device: device)), options.Temperature);
    }

    /// <summary>Channels of the input.</summary>
    public int Channels { get; }

    /// <summary>The number of kernels.</summary>
    public int Kernels { get; }

    /// <summary>Features between the two linear maps.</summary>
    public int Hidden { get; }

    /// <summary>The temperature now.</summary>
    public double Temperature => _temperature.Value;

    /// <summary>What sets the temperature.</summary>
    public TemperatureSchedule Schedule => _temperature.Schedule;

    /// <summary>The shares <c>[N, K]</c> of <c>[N, C, W]</c> or <c>[N, C, H, W]</c>; each row adds up to 1.</summary>
    /// <exception cref="ArgumentException">The input does not have the attention's channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank is not (3 or 4) || input.Shape[1] != Channels)
            throw new ArgumentException($"[dynamic conv] the attention's input must be [N, {Channels}, W] or [N, {Channels}, H, W]. Got {input.Shape}.", nameof(input));
        using var scope = new TensorScope();
        Tensor logits = _second.Forward(_first.Forward(ChannelMeans.Of(input)).Relu());
        return scope.Keep(_temperature.Divide(logits).Softmax());
    }

    /// <inheritdoc/>
    public void Follow(TrainingMoment moment) => _temperature.Follow(moment);

    private static void HeNormal(Linear layer, RandomGenerator? generator, Device? device)
    {
        using Tensor values = Initialize.KaimingNormal(layer.Weight.Value.Shape, generator, device: device);
        layer.Weight.Value.CopyFrom(values);
    }
}
