using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018) for classification: a 3x3 convolution, seventeen inverted residual blocks in seven stages, a 1x1
/// convolution, the means of the channels, dropout and a linear layer; 3,504,872 parameters for 1000 classes.
/// </summary>
/// <remarks>
/// State, with torchvision's names: <c>features.0.*</c>, blocks <c>features.1.conv.*</c> to <c>features.17.conv.*</c>
/// (see <see cref="InvertedResidual"/>), <c>features.18.*</c>, <c>classifier.1.*</c>.
/// </remarks>
public sealed class MobileNetV2 : Module
{
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] s_stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    private readonly Sequential _features;
    private readonly Sequential _classifier;

    /// <summary>
    /// Makes the network; convolutions begin normal with deviation √(2 / fan_out), the linear layer with 0.01 and bias 0, as in torchvision.
    /// </summary>
    /// <param name="options">The sizes; null for torchvision's.</param>
    /// <param name="generator">Where the first values, and in training the dropped features, come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public MobileNetV2(MobileNetV2Options? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        Options = options ?? new MobileNetV2Options();
        if (Options.InChannels < 1 || Options.Classes < 1 || !(Options.Width > 0) || Options.Dropout is not (>= 0 and < 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"[mobilenet] channels and classes must be at least 1, the width above 0 and the dropout in [0, 1). Got inChannels {Options.InChannels}, classes {Options.Classes}, width {Options.Width}, dropout {Options.Dropout}."));
        }
        int channels = Channels(32);
        _features = AddModule("features", new Sequential(Part(Options.InChannels, channels, 3, Options.IsForSmallImages ? 1 : 2, 1, generator, device)));
        foreach ((int expansion, int baseChannels, int blocks, int baseStride) in s_stages)
        {
            int stride = Options.IsForSmallImages && baseChannels == 24 ? 1 : baseStride;
            for (int block = 0; block < blocks; block++)
            {
                int next = Channels(baseChannels);
                _features.Add(new InvertedResidual(channels, next, block == 0 ? stride : 1, expansion, generator, device));
                channels = next;
            }
        }
        int last = NetworkParts.RoundedTo(1280 * Math.Max(1, Options.Width), 8);
        _features.Add(Part(channels, last, 1, 1, 1, generator, device));
        Linear linear = new(last, Options.Classes, generator: generator, device: device);
        using (Tensor values = Tensor.Normal(linear.Weight.Value.Shape, 0, 0.01, generator, device: device, order: linear.Weight.Value.Order))
            linear.Weight.Value.CopyFrom(values);
        using (Tensor zeros = Initialize.Zeros(linear.Bias!.Value.Shape, device: device))
            linear.Bias.Value.CopyFrom(zeros);
        _classifier = AddModule("classifier", new Sequential(new Dropout(Options.Dropout, generator), linear));
    }

    /// <summary>The sizes.</summary>
    public MobileNetV2Options Options { get; }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of any size.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(_classifier.Forward(_features.Forward(input).GlobalAvgPool2d().Flatten()));
    }

    /// <summary>A convolution without bias, batch normalisation and the rectifier that ends at 6; state <c>0.*, 1.*</c>.</summary>
    internal static Sequential Part(int inChannels, int outChannels, int kernel, int stride, int groups, RandomGenerator? generator, Device? device) =>
        new(NetworkParts.Convolution(inChannels, outChannels, kernel, stride, groups, generator, device), new BatchNorm2d(outChannels, device: device), new Relu6());

    private int Channels(int count) => NetworkParts.RoundedTo(count * Options.Width, 8);
}
