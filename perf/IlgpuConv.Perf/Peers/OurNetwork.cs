using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Perf;

/// <summary>Our side of a network's training: forward, backward and a step of its optimiser on one batch; see <see cref="PeerNetworks"/>.</summary>
internal sealed class OurNetwork : IOurSide
{
    /// <summary>MobileNetV2 with torchvision's first values takes 24, here and in PyTorch.</summary>
    private const int MostSteps = 40;

    private readonly TensorScope _scope = new();
    private readonly Module _network;
    private readonly Optimizer _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public OurNetwork(PeerLayer layer, Device device)
    {
        var generator = new RandomGenerator(1);
        (_network, _optimizer) = PeerNetworks.Kinds[layer.Kind](layer, generator, device);
        _images = Tensor.Normal(layer.Input, generator: generator, device: device);
        _labels = Tensor.FromArray([.. Enumerable.Range(0, layer.Batch).Select(n => n % layer.Output[1])], [layer.Batch], device);
    }

    /// <summary>Learns the batch: the last loss by half of the first.</summary>
    public double Check()
    {
        double first = Step(), last = first;
        for (int step = 0; step < MostSteps && !(last <= 0.5 * first); step++) last = Step();
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
    }

    /// <summary>A step of training; the loss before it.</summary>
    public double Step()
    {
        using var scope = new TensorScope();
        Tensor loss = _network.Forward(_images).SoftmaxCrossEntropy(_labels);
        _optimizer.ClearGradients();
        loss.Backward();
        _optimizer.Step();
        return loss.ToScalar();
    }
}
