using IlgpuConv.Modules;
using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <content>Small networks around a layer that chooses where to look.</content>
public static partial class ModelCatalog
{
    /// <summary>Around a convolution with <see cref="ConvBlockAttention2d"/> behind it.</summary>
    public static ModelEntry Attention { get; } = Add(SmallNetwork.Entry(
        "attention", "a convolution of 3x3 whose channels and pixels are weighted for each image",
        (random, device) => new Sequential(
            new Conv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device),
            new ConvBlockAttention2d(SmallNetwork.Out, generator: random, device: device))) with { IsComparable = false });

    /// <summary>Around <see cref="DeformConv2d"/>.</summary>
    public static ModelEntry Deformable { get; } = Add(SmallNetwork.Entry(
        "deformable", "a convolution of 3x3 whose taps each image moves and weights",
        (random, device) => new DeformConv2d(SmallNetwork.In, SmallNetwork.Out, 3, padding: 1, generator: random, device: device)) with { IsComparable = false });
}
