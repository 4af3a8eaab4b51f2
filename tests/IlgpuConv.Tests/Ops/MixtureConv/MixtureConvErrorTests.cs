using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.MixtureConv;

public class MixtureConvErrorTests
{
    [Fact]
    public void Shares_and_filters_fit_the_input() => Throws(
        "[mixture conv] the input [N, I, spatial...] needs shares [N, E], filters [E, O, I/groups, kernel...] and biases [E, O] of its floating-point type. " +
        "Got input f32 [2, 3, 5, 5] channels-last on cpu, shares f32 [2, 4] row-major on cpu, filters f32 [3, 6, 3, 3, 3] channels-last on cpu, biases none.",
        () => Tensor.Zeros([2, 3, 5, 5]).MixtureConv2d(Tensor.Zeros([2, 4]), Tensor.Zeros([3, 6, 3, 3, 3])));

    [Fact]
    public void Sizes_are_those_of_a_convolution() => Throws(
        "[mixture conv] the weight must have as many input channels as a group of the input. " +
        "Got input [2, 3, 5], weight [6, 2, 3], stride (1), padding (0), dilation (1), groups 1.",
        () => Tensor.Zeros([2, 3, 5]).MixtureConv1d(Tensor.Zeros([2, 4]), Tensor.Zeros([4, 6, 2, 3])));

    [Fact]
    public void The_input_has_the_layers_channels() => Throws(
        "[condconv] the input must be [N, 3, H, W]. Got [2, 4, 8, 8] for a layer of 3 to 5 channels.",
        () => new CondConv2d(3, 5, 3).Forward(Tensor.Zeros([2, 4, 8, 8])));

    [Fact]
    public void A_signal_is_not_an_image() => Throws(
        "[dynamic conv] the input must be [N, 3, W]. Got [2, 3, 8, 8] for a layer of 3 to 5 channels.",
        () => new DynamicConv1d(3, 5, 3).Forward(Tensor.Zeros([2, 3, 8, 8])));

    [Fact]
    public void Sizes_are_at_least_one() => Throws(
        "[condconv] experts, channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
        "Got 4 experts, inChannels 3, outChannels 4, kernel (3, 3), stride (1, 1), dilation (1, 1), groups 2.",
        () => new CondConv2d(3, 4, 3, groups: 2));

    [Fact]
    public void A_layer_without_a_router_needs_shares() => Throws(
        "[condconv] a layer without a router needs the shares with each call. Got an input [2, 3, 8, 8] alone.",
        () => new CondConv2d(3, 5, 3, options: new CondConvOptions { HasRouter = false }).Forward(Tensor.Zeros([2, 3, 8, 8])));

    [Fact]
    public void A_router_has_experts() => Throws(
        "[condconv] channels and experts must be at least 1. Got 3 channels and 0 experts.", () => new CondConvRouter(3, 0));

    [Fact]
    public void A_router_takes_its_channels() => Throws(
        "[condconv] the router's input must be [N, 3, W] or [N, 3, H, W]. Got [2, 3].", () => new CondConvRouter(3, 2).Forward(Tensor.Zeros([2, 3])));

    [Fact]
    public void An_attention_has_hidden_features() => Throws(
        "[dynamic conv] channels, kernels and hidden features must be at least 1. Got 8 channels, 4 kernels, hidden 0.",
        () => new KernelAttention(8, new DynamicConvOptions { Hidden = 0 }));

    [Fact]
    public void An_attention_takes_its_channels() => Throws(
        "[dynamic conv] the attention's input must be [N, 8, W] or [N, 8, H, W]. Got [2, 4, 3].", () => new KernelAttention(8).Forward(Tensor.Zeros([2, 4, 3])));

    [Fact]
    public void A_plan_is_for_one_expert() => Throws(
        "[mixture conv] a plan needs at least 1 expert and the convolution of one of them. " +
        "Got 0 experts and " + Shape + ".",
        () => MixturePlan.Of(Shape, 0));

    private static ConvShape Shape => ConvShape.Of("conv", [1, 2, 5, 5], [4, 2, 3, 3], null, [new ConvMovement(1, 0, 0, 1, 1), new ConvMovement(1, 0, 0, 1, 1)]);

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
