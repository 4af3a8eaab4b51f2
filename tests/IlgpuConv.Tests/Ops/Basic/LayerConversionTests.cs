using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Ops.Basic;

/// <summary>With the other counts of conversions: the counter is that of the whole process.</summary>
[Collection(nameof(ConversionTests))]
public class LayerConversionTests
{
    [Fact]
    public void Networks_of_the_layers_convert_no_order()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        using var images = new Sequential(
            new DepthwiseSeparableConv2d(4, 8, 3, padding: 1, norm: c => new BatchNorm2d(c), activation: () => new Hardswish(), generator: random),
            new InstanceNorm2d(8, affine: true), new SpatiallySeparableConv2d(8, 8, 3, padding: 1, activation: new Gelu(), generator: random),
            new GroupNorm(2, 8), new LeakyRelu(), new DilatedConvStack2d(8, 8, 3, [1, 2], norm: c => new LayerNorm2d(c), activation: () => new Silu(), generator: random),
            new LayerNorm([8, 6, 6]), new FlattenedConv2d(8, 8, 3, padding: 1, generator: random), new Hardsigmoid(),
            new ResizeConv2d(8, 4, 3, mode: ResizeMode.Linear, generator: random), new Tanh(), new Softmax(2), new SubPixelConv2d(4, 4, 3, generator: random),
            new PixelUnshuffle(2), new MaxPool2d(2), new Unfold(3, stride: 3), new Fold(6, 3, stride: 3), new Gelu(tanhForm: true));
        using var volumes = new Sequential(
            new Conv2Plus1d(3, 4, 3, padding: 1, norm: c => new BatchNorm3d(c), activation: () => new Relu(), generator: random), new InstanceNorm3d(4),
            new MaxPool3d(2), new Upsample(2), new AvgPool3d(2), new AdaptiveAvgPool3d(1));
        using var signals = new Sequential(
            new Conv1d(3, 4, 3, padding: 1, generator: random), new InstanceNorm1d(4), new MaxPool1d(2), new AvgPool1d(2), new LogSoftmax());
        Tensor image = Tensor.Uniform([2, 4, 6, 6], -1, 1, random), volume = Tensor.Uniform([2, 3, 4, 4, 4], -1, 1, random), signal = Tensor.Uniform([2, 3, 8], -1, 1, random);
        foreach ((Sequential network, Tensor input) in ((Sequential, Tensor)[])[(images, image), (volumes, volume), (signals, signal)])
        {
            input.RequiresGrad = true;
            using var optimizer = new Sgd(network, 0.01);
            for (int step = 0; step < 2; step++)
            {
                for (int layer = 0; layer < network.Count; layer++)
                {
                    // One layer more each time: a conversion is found where it is made.
                    long before = Tensor.OrderConversions;
                    Tensor y = input;
                    for (int i = 0; i <= layer; i++) y = network[i].Forward(y);
                    y.Square().Sum().Backward();
                    Assert.True(before == Tensor.OrderConversions, $"{Tensor.OrderConversions - before} conversions up to layer {layer}, {network[layer].GetType().Name}");
                }
                optimizer.Step();
            }
        }
    }
}
