using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <content>Small networks around one layer whose filters are generated or modulated by each image.</content>
public static partial class ModelCatalog
{
    /// <summary>Around an ordinary convolution.</summary>
    public static ModelEntry Convolution { get; } = Add(SmallNetwork.Entry(
        "conv", "an ordinary convolution between the same neighbours as the other small networks have, for comparison",
        (random, device) => new Conv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device)));

    /// <summary>Around <see cref="GeneratedConv2d"/>.</summary>
    public static ModelEntry Generated { get; } = Add(SmallNetwork.Entry(
        "generated", "filters from a linear map of the image's means, with weight normalisation",
        (random, device) => new GeneratedConv2d(
            SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device,
            options: new GeneratedConvOptions { Norm = FilterNormalisation.WeightNorm })));

    /// <summary>Around a <see cref="GeneratedConv2d"/> with an ordinary part.</summary>
    public static ModelEntry Residual { get; } = Add(SmallNetwork.Entry(
        "residual", "an ordinary filter and a generated part of 4 features",
        (random, device) => new GeneratedConv2d(
            SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device,
            options: new GeneratedConvOptions { Variant = FilterVariant.Residual, Hidden = 4 })));

    /// <summary>Around <see cref="ModulatedConv2d"/>.</summary>
    public static ModelEntry Modulated { get; } = Add(SmallNetwork.Entry(
        "modulated", "a filter whose input channels the image's means scale, demodulated",
        (random, device) => new ModulatedConv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device)));
}
