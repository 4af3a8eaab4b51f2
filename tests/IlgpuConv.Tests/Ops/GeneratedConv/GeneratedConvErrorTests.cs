using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.GeneratedConv;

public class GeneratedConvErrorTests
{
    [Fact]
    public void Input_must_have_the_layers_channels() => Throws(
        "[generated conv] the input must be [N, 3, H, W]. Got [2, 4, 8, 8] for a layer of 3 to 5 channels.",
        () => new GeneratedConv2d(3, 5, 3).Forward(Tensor.Zeros([2, 4, 8, 8])));

    [Fact]
    public void A_signal_must_have_the_layers_channels() => Throws(
        "[generated conv] the input must be [N, 3, W]. Got [2, 3, 8, 8] for a layer of 3 to 5 channels.",
        () => new GeneratedConv1d(3, 5, 3).Filters(Tensor.Zeros([2, 3, 8, 8])));

    [Fact]
    public void Groups_divide_the_channels() => Throws(
        "[generated conv] groups must divide both channels. Got 3 to 6 channels, kernel (3, 3), 2 groups.",
        () => new GeneratedConv2d(3, 6, 3, groups: 2));

    [Fact]
    public void Sizes_are_at_least_one() => Throws(
        "[generated conv] channels, kernel and groups must be at least 1. Got 3 to 0 channels, kernel (3, 1), 1 groups.",
        () => new GeneratedConv2d(3, 0, (3, 1)));

    [Fact]
    public void Gap_linear_has_no_hidden_layer() => Throws(
        "[generated conv] hidden features must be at least 1, and GapLinear has none. Got hidden 8 with GapLinear.",
        () => new GeneratedConv2d(3, 4, 3, options: new GeneratedConvOptions { Hidden = 8 }));

    [Fact]
    public void Numbers_of_the_options_are_checked() => Throws(
        "[generated conv] the expected square must be above 0 and the norm's epsilon at least 0. Got 0 and 1E-08.",
        () => new GeneratedConv2d(3, 4, 3, options: new GeneratedConvOptions { ExpectedSquare = 0 }));

    [Fact]
    public void Calibration_needs_a_signal() => Throws(
        "[generated conv] the generator's input must not be 0 everywhere. Got mean square 0 for f32 [2, 3, 4, 4] channels-last on cpu.",
        () => new GeneratedConv2d(3, 4, 3).Calibrate(Tensor.Zeros([2, 3, 4, 4])));

    [Fact]
    public void Mixtures_need_fitting_shapes() => Throws(
        "[mix filters] coefficients [N, F] need filters [F, O, I/g, kernel...] and a common filter [O, I/g, kernel...]. " +
        "Got coefficients [2, 3], filters [4, 5, 2, 3, 3], common none.",
        () => Tensor.Zeros([2, 3]).MixFilters(Tensor.Zeros([4, 5, 2, 3, 3])));

    [Fact]
    public void Norms_need_a_gain_for_each_filter() => Throws(
        "[filter norm] filters [N, O, I/g, kernel...] need a gain [O] of their floating-point type. " +
        "Got filters f32 [2, 5, 2, 3, 3] channels-last on cpu and gain f32 [4] row-major on cpu.",
        () => Tensor.Zeros([2, 5, 2, 3, 3]).NormaliseFilters(Tensor.Zeros([4])));

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
