using IlgpuConv.Modules;
using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <content>Small networks around one layer whose receptive field, region or position chooses the filter.</content>
public static partial class ModelCatalog
{
    /// <summary>Around <see cref="DRConv2d"/>.</summary>
    public static ModelEntry DRConv { get; } = Add(SmallNetwork.Entry(
        "drconv", "each pixel with the filter of its region, of four that the image makes",
        (random, device) => new DRConv2d(SmallNetwork.In, SmallNetwork.Out, 3, regions: 4, generator: random, device: device)));

    /// <summary>Around <see cref="SelectiveKernel2d"/>.</summary>
    public static ModelEntry SelectiveKernel { get; } = Add(SmallNetwork.Entry(
        "selective-kernel", "two kernel sizes, weighted for each channel of the image",
        (random, device) => new SelectiveKernel2d(
            SmallNetwork.In, SmallNetwork.Out, options: new SelectiveKernelOptions { Groups = 1 }, generator: random, device: device)));

    /// <summary>Around <see cref="Involution2d"/> after a convolution of 1x1 to its channels.</summary>
    public static ModelEntry Involution { get; } = Add(SmallNetwork.Entry(
        "involution", "a filter of 3x3 for each pixel, shared by groups of 16 channels, after a convolution of 1x1",
        (random, device) => new Sequential(
            new Conv2d(SmallNetwork.In, SmallNetwork.Out, 1, generator: random, device: device),
            new Involution2d(SmallNetwork.Out, 3, generator: random, device: device))));

    /// <summary>Around <see cref="AdaptiveFieldConv2d"/>.</summary>
    public static ModelEntry ReceptiveField { get; } = Add(SmallNetwork.Entry(
        "receptive-field", "kernels of 1, 3 and 5 mixed for each image",
        (random, device) => new AdaptiveFieldConv2d(
            SmallNetwork.In, SmallNetwork.Out, options: AdaptiveFieldOptions.Sizes(1, 3, 5), generator: random, device: device)));

    /// <summary>Around <see cref="SoftRadiusConv2d"/>.</summary>
    public static ModelEntry SoftRadius { get; } = Add(SmallNetwork.Entry(
        "soft-radius", "a kernel of 5x5 inside a radius that each image chooses",
        (random, device) => new SoftRadiusConv2d(SmallNetwork.In, SmallNetwork.Out, 5, generator: random, device: device)));
}
