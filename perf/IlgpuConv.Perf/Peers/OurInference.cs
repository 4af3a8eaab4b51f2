using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Perf;

/// <summary>Our side of a network's inference: the compiled network on one batch that lies on the device.</summary>
internal sealed class OurInference : IOurSide
{
    private readonly TensorScope _scope = new();
    private readonly Module _network;
    private readonly CompiledModule _compiled;
    private readonly Tensor _images;

    public OurInference(PeerLayer layer, Device device)
    {
        var generator = new RandomGenerator(1);
        _network = Kinds[layer.Kind](layer, generator, device);
        _images = Tensor.Normal(layer.Input, generator: generator, device: device);
        // Statistics other than those that change nothing.
        foreach ((_, Module module) in _network.NamedModules())
            if (module is Ops.BatchNorm norm) norm.RunningVariance!.Value.Fill(2);
        _network.Eval();
        _compiled = _network.Compile(layer.Input);
    }

    /// <summary>The networks by the kind of their lines.</summary>
    public static IReadOnlyDictionary<string, Func<PeerLayer, RandomGenerator, Device, Module>> Kinds { get; } =
        new Dictionary<string, Func<PeerLayer, RandomGenerator, Device, Module>>
        {
            ["resnet50-inference"] = (layer, generator, device) =>
                new ResNet(ResNetOptions.ResNet50 with { InChannels = layer.Input[1], Classes = layer.Output[1] }, generator, device),
            ["mobilenetv2-inference"] = (layer, generator, device) =>
                new MobileNetV2(new MobileNetV2Options { InChannels = layer.Input[1], Classes = layer.Output[1] }, generator, device),
        };

    /// <summary>Compares the scores with those of the network itself in double precision, by <c>8 |float - double| + 4 ulp</c> of the largest.</summary>
    public double Check()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        double[] actual = _compiled.Run(_images).ToDoubles(), single = _network.Forward(_images).ToDoubles();
        _network.To(ElementType.Float64);
        double[] exact = _network.Forward(_images.To(ElementType.Float64)).ToDoubles();
        _network.To(ElementType.Float32);
        _compiled.Refresh();
        _compiled.Run(_images);
        double largest = exact.Max(Math.Abs);
        double bound = 8 * exact.Zip(single, (e, s) => Math.Abs(e - s)).Max() + 4 * ((double)MathF.BitIncrement((float)largest) - (float)largest);
        return exact.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / bound;
    }

    /// <inheritdoc/>
    public double Measure(double seconds, bool backward, ConvAlgorithm algorithm = ConvAlgorithm.Planned) => IOurSide.Median(seconds, _compiled.Run);

    /// <inheritdoc/>
    public void Dispose()
    {
        _compiled.Dispose();
        _network.Dispose();
        _scope.Dispose();
    }
}
