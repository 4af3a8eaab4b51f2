using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Sparse;

public class SparseConvErrorTests
{
    private const string X = "2 sites of 1 x [4, 5], features f32 [2, 3] row-major on cpu";

    [Fact]
    public void The_kernel_of_a_submanifold_convolution_is_odd()
    {
        Throws("[sparse conv] a submanifold convolution has an odd kernel and a dilation of at least 1. Got kernel (1, 3, 2), dilation (1, 1, 1).",
            x => x.SubmanifoldConv2d(Tensor.Zeros([4, 3, 3, 2])));
        Throws("[sparse conv] a submanifold convolution has an odd kernel and a dilation of at least 1. Got kernel (1, 3, 3), dilation (1, 0, 2).",
            x => x.SubmanifoldConv2d(Tensor.Zeros([4, 3, 3, 3]), dilation: (0, 2)));
        Throws("[sparse conv] a submanifold convolution has an odd kernel and a dilation of at least 1. Got kernel (3, 2, 3), dilation (1, 1, 1).",
            _ => new SubmanifoldConv3d(1, 1, (3, 2, 3)));
    }

    [Fact]
    public void Methods_are_for_their_number_of_axes() => Throws(
        $"[sparse conv] the sites must have 3 spatial axes. Got {X}, weight [4, 3, 3, 3, 3], groups 1.", x => x.SubmanifoldConv3d(Tensor.Zeros([4, 3, 3, 3, 3])));

    [Fact]
    public void Weights_have_the_shape_of_a_filter()
    {
        Throws($"[sparse conv] the weight must be [O, I/groups, kH, kW] with sizes of at least 1. Got {X}, weight [4, 3, 3], groups 1.",
            x => x.SparseConv2d(Tensor.Zeros([4, 3, 3])));
        Throws($"[sparse conv] the weight must be [I, O/groups, kH, kW] with sizes of at least 1. Got {X}, weight [3, 0, 3, 3], groups 1.",
            x => x.SparseConvTranspose2d(Tensor.Zeros([3, 0, 3, 3])));
        Throws($"[sparse conv] the weight must have the input's channels, or those of a group of them. Got {X}, weight [4, 2, 3, 3], groups 1.",
            x => x.SparseConv2d(Tensor.Zeros([4, 2, 3, 3])));
    }

    [Fact]
    public void Groups_divide_the_channels() => Throws(
        $"[sparse conv] groups must be at least 1 and divide the input channels and the output channels. Got {X}, weight [4, 3, 3, 3], groups 2.",
        x => x.SparseConv2d(Tensor.Zeros([4, 3, 3, 3]), groups: 2));

    [Fact]
    public void The_bias_is_one_number_for_each_output_channel() => Throws(
        $"[sparse conv] the bias must be [O]. Got {X}, weight [4, 3, 3, 3], bias [3], groups 1.", x => x.SparseConv2d(Tensor.Zeros([4, 3, 3, 3]), Tensor.Zeros([3])));

    [Fact]
    public void Types_are_one() => Throws(
        "[sparse conv] input, weight and bias must be of one floating-point type. " +
        "Got input f32 [2, 3] row-major on cpu, weight f64 [4, 3, 3, 3] channels-last on cpu, bias none.",
        x => x.SparseConv2d(Tensor.Zeros([4, 3, 3, 3], IlgpuConv.Runtime.ElementType.Float64)));

    [Fact]
    public void The_padded_grid_covers_the_filter() => Throws(
        "[sparse conv] the padded grid must cover the dilated filter. Got grid (1, 4, 5), kernel (1, 3, 3), stride (1, 2, 2), padding low (0, 0, 0) " +
        "high (0, 0, 0), dilation (1, 2, 1), output padding (0, 0, 0).",
        x => x.SparseConv2d(Tensor.Zeros([4, 3, 3, 3]), stride: 2, dilation: (2, 1)));

    [Fact]
    public void Strides_are_at_least_one() => Throws(
        "[sparse conv] kernel, stride and dilation must be at least 1. Got kernel (1, 3, 3), stride (1, 0, 2), dilation (1, 1, 1).",
        x => x.SparseConv2d(Tensor.Zeros([4, 3, 3, 3]), stride: (0, 2)));

    [Fact]
    public void Padding_is_given_in_numbers() => Throws(
        "[sparse conv] padding must be given in numbers. Got Same.", x => x.SparseConv2d(Tensor.Zeros([4, 3, 3, 3]), padding: PaddingRule.Same));

    [Fact]
    public void The_output_padding_is_below_the_stride() => Throws(
        "[sparse conv] the output padding must be at least 0 and below stride or dilation. Got grid (1, 4, 5), kernel (1, 2, 2), stride (1, 2, 2), " +
        "padding low (0, 0, 0) high (0, 0, 0), dilation (1, 1, 1), output padding (0, 2, 0).",
        x => x.SparseConvTranspose2d(Tensor.Zeros([3, 4, 2, 2]), stride: 2, outputPadding: (2, 0)));

    [Fact]
    public void Something_is_left_of_the_output_grid() => Throws(
        "[sparse conv] the output grid must have 1 to 2^31 - 1 places along each axis. Got grid (1, 4, 5), kernel (1, 1, 1), stride (1, 1, 1), " +
        "padding low (0, 2, 0) high (0, 2, 0), dilation (1, 1, 1), output padding (0, 0, 0).",
        x => x.SparseConvTranspose2d(Tensor.Zeros([3, 4, 1, 1]), padding: (2, 0)));

    [Fact]
    public void An_inverse_convolution_turns_a_convolution_round()
    {
        Throws($"[sparse conv] an inverse convolution needs the rulebook that made its sites. Got {X}.", x => x.SparseInverseConv(Tensor.Zeros([3, 4, 2, 2])));
        Throws(
            "[sparse conv] an inverse convolution has the output sites and the taps of its rulebook. " +
            "Got 2 sites of 1 x [2, 2], features f32 [2, 5] row-major on cpu, weight [5, 4, 3, 3], " +
            "rulebook Convolution (1, 2, 2): 2 sites of 1 x [4, 5] to 2 sites of 1 x [2, 2], 2 pairs.",
            x => x.SparseConv2d(Tensor.Zeros([5, 3, 2, 2]), stride: 2).SparseInverseConv(Tensor.Zeros([5, 4, 3, 3])));
    }

    [Fact]
    public void Rulebooks_of_planes_have_no_depth() => Throws(
        "[sparse conv] the kernel of two dimensions has a depth of 1. Got kernel (3, 3, 3) over 2 sites of 1 x [4, 5].", x => x.Sites.Submanifold(3));

    [Fact]
    public void Pools_are_for_their_number_of_axes() => Throws(
        $"[sparse pool] the sites must have 3 spatial axes. Got {X}.", x => x.SparseMaxPool3d(2));

    [Fact]
    public void Layers_check_their_sizes() => Throws(
        "[sparse conv] channels, kernel and groups must be at least 1, and the groups must divide the channels. " +
        "Got inChannels 3, outChannels 4, kernel (2, 2), groups 2.",
        _ => new SparseConv2d(3, 4, 2, groups: 2));

    [Fact]
    public void The_network_checks_its_sizes() => Throws(
        "[sparse unet] channels, widths and depth must be at least 1, with one level or more. Got 1 to 2 channels, widths (4, 0), depth 2.",
        _ => new SparseUNet(1, 2, new SparseUNetOptions { Widths = [4, 0] }));

    private static void Throws(string message, Func<SparseTensor, object> call) =>
        SparseSitesTests.Throws(message, () => call(SparseTensor.Of(Tensor.Zeros([2, 3]), [0, 1, 1, 0, 2, 3], [4, 5])));
}
