using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.BatchNorm;

public class BatchNormErrorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Training_needs_more_than_one_value(int images) => Throws(
        $"[batchnorm] training needs more than one value per channel. Got [{images}, 4, 1, 1], which has {images}.",
        () => new BatchNorm2d(4).Forward(Tensor.Zeros([images, 4, 1, 1])));

    [Fact]
    public void Channels_must_be_those_of_the_layer() => Throws(
        "[batchnorm] the input must have the layer's channels. Got [2, 3, 4, 4] for 4 channels.",
        () => new BatchNorm2d(4).Forward(Tensor.Zeros([2, 3, 4, 4])));

    [Fact]
    public void Rank_must_be_that_of_the_layer()
    {
        Throws("[batchnorm] the input must be [N, C, H, W]. Got [2, 4].", () => new BatchNorm2d(4).Forward(Tensor.Zeros([2, 4])));
        Throws(
            "[batchnorm] the input must be [N, C] or [N, C, L]. Got [2, 4, 3, 3].",
            () => new BatchNorm1d(4).Forward(Tensor.Zeros([2, 4, 3, 3])));
        Throws("[batchnorm] the input must be [N, C] or [N, C, ...]. Got [4].", () => Tensor.Zeros([4]).BatchNorm());
    }

    [Fact]
    public void Values_are_one_per_channel() => Throws(
        "[batchnorm] weight must have one value per channel, [4]. Got weight [3] for input [2, 4].",
        () => Tensor.Zeros([2, 4]).BatchNorm(Tensor.Zeros([3]), Tensor.Zeros([4])));

    [Fact]
    public void Weight_and_bias_are_given_together() => Throws(
        "[batchnorm] weight and bias are given together. Got weight f32 [4] row-major on cpu and bias null.",
        () => Tensor.Zeros([2, 4]).BatchNorm(Tensor.Zeros([4])));

    [Fact]
    public void Types_must_agree() => Throws(
        "[batchnorm] all tensors must be f32 or all f64, on one device. Got f32 [2, 4] row-major on cpu and f64 [4] row-major on cpu.",
        () => Tensor.Zeros([2, 4]).BatchNorm(Tensor.Zeros([4], ElementType.Float64), Tensor.Zeros([4], ElementType.Float64)));

    [Fact]
    public void Numbers_of_the_layer_are_checked()
    {
        const string Rule = "[batchnorm] channels must be at least 1, epsilon at least 0 and momentum lie in [0, 1]. Got";
        Throws($"{Rule} channels 0, epsilon 1E-05, momentum 0.1.", () => new BatchNorm1d(0).Weight!);
        Throws($"{Rule} channels 1, epsilon -1, momentum 0.1.", () => new BatchNorm1d(1, epsilon: -1).Weight!);
    }

    private static void Throws(string message, Func<Tensor> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
