using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <content>Small networks around one layer that mixes or scales filters for each image.</content>
public static partial class ModelCatalog
{
    /// <summary>Around <see cref="CondConv2d"/>.</summary>
    public static ModelEntry CondConv { get; } = Add(SmallNetwork.Entry(
        "condconv", "four experts mixed for each image by a sigmoid router",
        (random, device) => new CondConv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device)));

    /// <summary>Around <see cref="DynamicConv2d"/>.</summary>
    public static ModelEntry DynamicConv { get; } = Add(SmallNetwork.Entry(
        "dynamic-conv", "four filters mixed for each image by a softmax whose temperature falls in two epochs",
        (random, device) => new DynamicConv2d(
            SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device,
            options: new DynamicConvOptions { Temperature = TemperatureSchedule.Linear(30, 1, 2) })));

    /// <summary>Around <see cref="DyNetConv2d"/>.</summary>
    public static ModelEntry DyNet { get; } = Add(SmallNetwork.Entry(
        "dynet", "filters fused for each output channel from six of its own",
        (random, device) => new DyNetConv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device)));

    /// <summary>Around <see cref="ODConv2d"/>.</summary>
    public static ModelEntry ODConv { get; } = Add(SmallNetwork.Entry(
        "odconv", "attention over kernels, positions, input and output channels",
        (random, device) => new ODConv2d(
            SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device,
            options: new ODConvOptions { Temperature = TemperatureSchedule.Linear(30, 1, 2, TemperatureClock.PartsOfEpochs) })));
}
