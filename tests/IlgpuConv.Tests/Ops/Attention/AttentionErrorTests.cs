using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Attention;

public class AttentionErrorTests
{
    [Fact]
    public void Channel_pool_needs_an_image() => Throws(
        "[channel pool] the input must be f32 or f64 [N, C, H, W] with at least one channel. Got f32 [2, 3, 4] channels-last on cpu.",
        () => Tensor.Zeros([2, 3, 4]).ChannelPool());

    [Fact]
    public void A_gate_has_its_channels() => Throws(
        "[squeeze-excite] the input must be [N, 8, H, W] or [N, 8, W]. Got [2, 4, 5, 5].", () => new SqueezeExcite(8).Forward(Tensor.Zeros([2, 4, 5, 5])));

    [Fact]
    public void Numbers_of_a_gate_are_above_zero() => Throws(
        "[channel attention] channels, ratio, divisor and hidden features must be above 0. Got 8 channels, ratio 0.5, divisor 1, hidden 0.",
        () => new ChannelAttention(8, new() { Ratio = 0.5, Hidden = 0 }));

    [Fact]
    public void Kernel_along_the_channels_is_odd() => Throws(
        "[eca] channels must be at least 1 and the kernel odd and at least 1. Got 8 channels, kernel 4.", () => new EfficientChannelAttention(8, 4));

    [Fact]
    public void Spatial_kernel_is_odd() => Throws(
        "[spatial attention] the kernel must be odd and at least 1. Got 4.", () => new SpatialAttention(new() { Kernel = 4 }));

    [Fact]
    public void Compact_attention_has_its_channels() => Throws(
        "[compact spatial attention] the input must be [N, 8, H, W]. Got [2, 4, 5, 5].",
        () => new CompactSpatialAttention(8).Forward(Tensor.Zeros([2, 4, 5, 5])));

    [Fact]
    public void Kernels_of_branches_are_odd() => Throws(
        "[selective kernel] there must be at least one kernel, and all must be odd. Got 4 to 8 channels, kernels [3, 4], whole input.",
        () => new SelectiveKernel2d(4, 8, options: new() { Kernels = [3, 4] }));

    [Fact]
    public void Branches_divide_a_split_input() => Throws(
        "[selective kernel] the number of branches must divide the channels of a split input. Got 5 to 8 channels, kernels [3, 5], split input.",
        () => new SelectiveKernel2d(5, 8, options: SelectiveKernelOptions.Timm));

    [Fact]
    public void Selective_kernel_has_its_channels() => Throws(
        "[selective kernel] the input must be [N, 4, H, W]. Got [1, 3, 5, 5].",
        () => new SelectiveKernel2d(4, 4, options: new() { Groups = 1 }).Forward(Tensor.Zeros([1, 3, 5, 5])));

    [Fact]
    public void Attention_over_maps_needs_as_many_of_one_shape() => Throws(
        "[selective kernel] there must be 2 maps of one shape [N, 3, H, W]. Got [1, 3, 4, 4], [1, 3, 4, 5].",
        () => new SelectiveKernelAttention(3, 2, 4).Combine([Tensor.Zeros([1, 3, 4, 4]), Tensor.Zeros([1, 3, 4, 5])]));

    [Fact]
    public void Attention_needs_a_map() => Throws(
        "[selective kernel] there must be at least 1 map. Got 0.", () => new SelectiveKernelAttention(3, 0, 4));

    [Fact]
    public void One_image_in_training_is_refused_where_it_is_not_accepted() => Throws(
        "[batchnorm] training needs more than one value per channel. Got [1, 2, 1, 1], which has 1.",
        () => new SelectiveKernel2d(4, 4, options: new() { Groups = 1, LeastHidden = 2, AcceptsOneImage = false }).Forward(Tensor.Zeros([1, 4, 5, 5])));

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
