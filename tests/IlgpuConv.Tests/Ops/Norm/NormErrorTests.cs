using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Norm;

public class NormErrorTests
{
    [Fact]
    public void Instances()
    {
        Throws("[instancenorm] the input must be [N, C, H, W]. Got [2, 4].", () => new InstanceNorm2d(4).Forward(Tensor.Zeros([2, 4])));
        Throws("[instancenorm] the input must be [N, C, L]. Got [2, 4].", () => new InstanceNorm1d(4).Forward(Tensor.Zeros([2, 4])));
        Throws("[instancenorm] the input must be [N, C, D, H, W]. Got [2, 4].", () => new InstanceNorm3d(4).Forward(Tensor.Zeros([2, 4])));
        Throws("[batchnorm] the input must be [N, C, D, H, W]. Got [2, 4, 3, 3].", () => new BatchNorm3d(4).Forward(Tensor.Zeros([2, 4, 3, 3])));
        Throws(
            "[instancenorm] the input must have the layer's channels. Got [2, 3, 4, 4] for 4 channels.",
            () => new InstanceNorm2d(4).Forward(Tensor.Zeros([2, 3, 4, 4])));
        Throws(
            "[instancenorm] an image needs more than one value per channel. Got [5, 4, 1, 1], which has 1.",
            () => Tensor.Zeros([5, 4, 1, 1]).InstanceNorm());
        Throws(
            "[instancenorm] weight must have one value per channel, [4]. Got weight [3] for input [2, 4, 3, 3].",
            () => Tensor.Zeros([2, 4, 3, 3]).InstanceNorm(Tensor.Zeros([3]), Tensor.Zeros([4])));
        Throws(
            "[instancenorm] channels must be at least 1, epsilon at least 0 and momentum lie in [0, 1]. Got channels 0, epsilon 1E-05, momentum 0.1.",
            () => new InstanceNorm2d(0));
    }

    [Fact]
    public void Groups()
    {
        Throws(
            "[groupnorm] the groups must be at least 1 and divide the channels. Got groups 4 for input [2, 6, 3, 3].",
            () => Tensor.Zeros([2, 6, 3, 3]).GroupNorm(4));
        Throws(
            "[groupnorm] groups must be at least 1 and divide the channels, and epsilon be at least 0. Got groups 4, channels 6, epsilon 1E-05.",
            () => new GroupNorm(4, 6));
        Throws(
            "[groupnorm] the input must have the layer's channels. Got [2, 3] for 6 channels.", () => new GroupNorm(3, 6).Forward(Tensor.Zeros([2, 3])));
        Throws(
            "[groupnorm] weight and bias are given together. Got weight f32 [6] row-major on cpu and bias null.",
            () => Tensor.Zeros([2, 6]).GroupNorm(2, Tensor.Zeros([6])));
        Throws("[groupnorm] the input must be [N, C] or [N, C, ...]. Got [6].", () => Tensor.Zeros([6]).GroupNorm(2));
    }

    [Fact]
    public void Layers()
    {
        Throws(
            "[layernorm] the last axes must have the normalised sizes, at least 1 each. Got [2, 6, 3, 4] for [6, 4].",
            () => Tensor.Zeros([2, 6, 3, 4]).LayerNorm([6, 4]));
        Throws(
            "[layernorm] weight must have the normalised sizes, [6]. Got weight [5] for input [2, 6].",
            () => Tensor.Zeros([2, 6]).LayerNorm([6], Tensor.Zeros([5]), Tensor.Zeros([6])));
        Throws(
            "[layernorm] there must be a size, sizes be at least 1 and epsilon at least 0. Got [4, 0], epsilon 1E-05.", () => new LayerNorm([4, 0]));
        Throws("[layernorm] channels must be at least 1 and epsilon at least 0. Got channels 0, epsilon 1E-06.", () => new LayerNorm2d(0));
        Throws(
            "[layernorm] the input must have the layer's channels. Got [2, 3, 4, 4] for 6 channels.",
            () => new LayerNorm2d(6).Forward(Tensor.Zeros([2, 3, 4, 4])));
        Throws(
            "[layernorm] all tensors must be f32 or all f64, on one device. Got i32 [2, 3] row-major on cpu.",
            () => Tensor.Zeros([2, 3], ElementType.Int32).LayerNorm([3]));
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message);
    }
}
