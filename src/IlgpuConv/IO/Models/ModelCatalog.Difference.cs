using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <content>Small networks around one layer with a rule for its taps; a study compares them where they are named.</content>
public static partial class ModelCatalog
{
    /// <summary>Around <see cref="CentralDifferenceConv2d"/>.</summary>
    public static ModelEntry CentralDifference { get; } = Add(SmallNetwork.Entry(
        "central-difference", "a convolution of 3x3 over values and differences to the centre, with a learned part of these",
        (random, device) => new CentralDifferenceConv2d(SmallNetwork.In, SmallNetwork.Out, learnsTheta: true, padding: 1, generator: random, device: device)) with { IsComparable = false });

    /// <summary>Around <see cref="PixelDifferenceConv2d"/>.</summary>
    public static ModelEntry AngularDifference { get; } = Add(SmallNetwork.Entry(
        "angular-difference", "a convolution of 3x3 over differences between neighbours of the ring",
        (random, device) => new PixelDifferenceConv2d(SmallNetwork.In, SmallNetwork.Out, PixelDifference.Angular, generator: random, device: device)) with { IsComparable = false });

    /// <summary>Around <see cref="CircleConv2d"/>.</summary>
    public static ModelEntry Circle { get; } = Add(SmallNetwork.Entry(
        "circle", "taps of 3x3 on a circle",
        (random, device) => new CircleConv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device)) with { IsComparable = false });

    /// <summary>Around <see cref="CoordConv2d"/>.</summary>
    public static ModelEntry CoordConv { get; } = Add(SmallNetwork.Entry(
        "coordconv", "a convolution of 3x3 that sees each pixel's place",
        (random, device) => new CoordConv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device)) with { IsComparable = false });

    /// <summary>Around <see cref="InceptionConv2d"/>.</summary>
    public static ModelEntry Inception { get; } = Add(SmallNetwork.Entry(
        "inception", "a convolution of 3x3 whose channels have dilations of 1 and 2 along each axis",
        (random, device) => new InceptionConv2d(
            SmallNetwork.In, new DilationPattern([new((1, 1), 14), new((1, 2), 6), new((2, 1), 6), new((2, 2), 6)]), generator: random, device: device)) with { IsComparable = false });
}
