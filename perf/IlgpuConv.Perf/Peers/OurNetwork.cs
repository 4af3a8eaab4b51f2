using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Perf;

/// <summary>Our side of a network's training: forward, backward and a step of Adam on one batch of a <see cref="DynamicConvNet"/>.</summary>
internal sealed class OurNetwork : IOurSide
{
    private readonly CpuDevice _device;
    private readonly TensorScope _scope = new();
    private readonly DynamicConvNet _network;
    private readonly Adam _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public OurNetwork(PeerLayer layer, int threads)
    {
        _device = new CpuDevice(threads);
        var generator = new RandomGenerator(1);
        int classes = layer.Output[1];
        var options = new DynamicConvNetOptions
        {
            InChannels = layer.Input[1], Classes = classes, FirstChannels = layer.Weight[0], SecondChannels = layer.Weight[1],
        };
        _network = new DynamicConvNet(options, generator, _device);
        _optimizer = new Adam(_network);
        _images = Tensor.Normal(layer.Input, generator: generator, device: _device);
        _labels = Tensor.FromArray([.. Enumerable.Range(0, layer.Batch).Select(n => n % classes)], [layer.Batch], _device);
    }

    /// <summary>Learns the batch in a few steps: the last loss by half of the first.</summary>
    public double Check()
    {
        double first = Step(), last = first;
        for (int step = 0; step < 5; step++) last = Step();
        return last / (0.5 * first);
    }

    /// <inheritdoc/>
    public double Measure(double seconds, bool backward, ConvAlgorithm algorithm = ConvAlgorithm.Planned) => IOurSide.Median(seconds, () => Step());

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _scope.Dispose();
        _device.Dispose();
    }

    private double Step()
    {
        using var scope = new TensorScope();
        Tensor loss = _network.Forward(_images).SoftmaxCrossEntropy(_labels);
        _optimizer.ClearGradients();
        loss.Backward();
        _optimizer.Step();
        return loss.ToScalar();
    }
}
