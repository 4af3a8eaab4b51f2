using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Perf;

/// <summary>Our side of the networks whose training is compared, with the optimiser that the peer has: see perf/peers.</summary>
internal static class PeerNetworks
{
    /// <summary>The networks by the kind of their lines.</summary>
    public static IReadOnlyDictionary<string, Func<PeerLayer, RandomGenerator, Device, (Module Network, Optimizer Optimizer)>> Kinds { get; } =
        new Dictionary<string, Func<PeerLayer, RandomGenerator, Device, (Module, Optimizer)>>
        {
            ["generated-net"] = Generated,
            ["resnet18-net"] = (layer, generator, device) => WithMomentum(new ResNet(
                ResNetOptions.ResNet18 with { InChannels = layer.Input[1], Classes = layer.Output[1], IsForSmallImages = true }, generator, device)),
            ["mobilenetv2-net"] = (layer, generator, device) => WithMomentum(new MobileNetV2(
                new MobileNetV2Options { InChannels = layer.Input[1], Classes = layer.Output[1], IsForSmallImages = true }, generator, device)),
        };

    private static (Module, Optimizer) Generated(PeerLayer layer, RandomGenerator generator, Device device)
    {
        var options = new DynamicConvNetOptions
        {
            InChannels = layer.Input[1], Classes = layer.Output[1], FirstChannels = layer.Weight[0], SecondChannels = layer.Weight[1],
        };
        var network = new DynamicConvNet(options, generator, device);
        return (network, new Adam(network));
    }

    private static (Module, Optimizer) WithMomentum(Module network) => (network, new Sgd(network, rate: 0.01, momentum: 0.9, weightDecay: 5e-4));
}
