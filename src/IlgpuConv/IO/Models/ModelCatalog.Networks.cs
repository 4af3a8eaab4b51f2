using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <content>The networks of the literature, with torchvision's structure and names.</content>
public static partial class ModelCatalog
{
    /// <summary><see cref="Networks.AlexNet"/>.</summary>
    public static ModelEntry AlexNet { get; } = Large(
        "alexnet", "AlexNet (2012): five convolutions and three linear layers", (channels, classes, random, device) => new AlexNet(classes, channels, generator: random, device: device));

    /// <summary><see cref="Vgg"/> of 16 layers.</summary>
    public static ModelEntry Vgg16 { get; } = Large(
        "vgg16", "VGG (2014): thirteen convolutions 3x3 and three linear layers",
        (channels, classes, random, device) => new Vgg(VggOptions.Vgg16 with { InChannels = channels, Classes = classes }, random, device));

    /// <summary><see cref="ResNet"/> of 18 layers.</summary>
    public static ModelEntry ResNet18 { get; } = Large("resnet18", "ResNet (2015): residual blocks of two convolutions 3x3", Blocks(ResNetOptions.ResNet18));

    /// <summary><see cref="ResNet"/> of 50 layers.</summary>
    public static ModelEntry ResNet50 { get; } = Large("resnet50", "ResNet (2015): residual blocks with a bottleneck", Blocks(ResNetOptions.ResNet50));

    /// <summary>ResNeXt-50 32x4d.</summary>
    public static ModelEntry ResNeXt50 { get; } = Large("resnext50", "ResNeXt (2016): the same with 32 groups of 4 channels", Blocks(ResNetOptions.ResNeXt50));

    /// <summary><see cref="Networks.MobileNetV2"/>.</summary>
    public static ModelEntry MobileNetV2 { get; } = Large(
        "mobilenet-v2", "MobileNetV2 (2018): inverted residuals with depthwise convolutions",
        (channels, classes, random, device) => new MobileNetV2(new MobileNetV2Options { InChannels = channels, Classes = classes }, random, device));

    /// <summary><see cref="Networks.SqueezeNet"/>.</summary>
    public static ModelEntry SqueezeNet { get; } = Large(
        "squeezenet", "SqueezeNet 1.0 (2016): fire modules, 1x1 before 3x3", (channels, classes, random, device) => new SqueezeNet(classes, channels, generator: random, device: device));

    /// <summary><see cref="Networks.GoogLeNet"/>.</summary>
    public static ModelEntry GoogLeNet { get; } = Large(
        "googlenet", "GoogLeNet (2014): four kernel sizes side by side", (channels, classes, random, device) => new GoogLeNet(classes, channels, generator: random, device: device));

    /// <summary><see cref="DenseNet"/> of 121 layers.</summary>
    public static ModelEntry DenseNet121 { get; } = Large(
        "densenet121", "DenseNet (2016): each layer reads all before it in its block",
        (channels, classes, random, device) => new DenseNet(DenseNetOptions.DenseNet121 with { InChannels = channels, Classes = classes }, random, device));

    private static ModelEntry Large(string name, string description, Func<int, int, RandomGenerator, Device, Module> create) => Add(
        new ModelEntry(name, description, (3, 224, 224), 1000, (channels, _, _, classes, random, device) => create(channels, classes, random, device)) { IsLarge = true });

    private static Func<int, int, RandomGenerator, Device, Module> Blocks(ResNetOptions options) =>
        (channels, classes, random, device) => new ResNet(options with { InChannels = channels, Classes = classes }, random, device);
}
