using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Numbers for each image from its channels' means, <c>z = W2 relu(W1 gap(x) + b1) + b2</c>, and the temperature that they are divided by, which
/// follows its schedule as training goes on.
/// </summary>
/// <remarks>State: <c>fc1.weight [h, C]</c>, <c>fc1.bias</c>, <c>fc2.weight [F, h]</c>, <c>fc2.bias</c>, <c>temperature</c>.</remarks>
public sealed class FieldRouter : Module, IScheduled
{
    private readonly int _channels;
    private readonly string _area;
    private readonly Temperature _temperature;

    internal FieldRouter(string area, int channels, int outputs, FieldRouterOptions options, RandomGenerator? generator, Device? device)
    {
        int hidden = options.Hidden ?? Math.Max(4, channels / 4);
        if (channels < 1 || hidden < 1)
            throw new ArgumentException($"[{area}] channels and hidden features must be at least 1. Got {channels} channels, hidden {hidden}.");
        (_area, _channels) = (area, channels);
        First = AddModule("fc1", new Linear(channels, hidden, generator: generator, device: device));
        Second = AddModule("fc2", new Linear(hidden, outputs, generator: generator, device: device));
        _temperature = new Temperature(AddBuffer("temperature", Tensor.Scalar(options.Temperature.First, device: device)), options.Temperature);
    }

    /// <summary>The map to the hidden features.</summary>
    public Linear First { get; }

    /// <summary>The map to the numbers.</summary>
    public Linear Second { get; }

    /// <summary>What the numbers are divided by now.</summary>
    public double Temperature => _temperature.Value;

    /// <summary>What sets the temperature.</summary>
    public TemperatureSchedule Schedule => _temperature.Schedule;

    /// <summary>The numbers of each image, <c>[N, F]</c>, not yet divided.</summary>
    /// <exception cref="ArgumentException">The input is not [N, C, H, W] with the router's channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        ChannelGate.Check(_area, input, _channels);
        using var scope = new TensorScope();
        Tensor means = MemoryViewOperation.View(input.GlobalAvgPool2d(), [input.Shape[0], _channels], MemoryOrder.RowMajor);
        return scope.Keep(Second.Forward(First.Forward(means).Relu()));
    }

    /// <inheritdoc/>
    public void Follow(TrainingMoment moment) => _temperature.Follow(moment);

    /// <summary><c>numbers / temperature</c>.</summary>
    internal Tensor Divide(Tensor numbers) => _temperature.Divide(numbers);
}
