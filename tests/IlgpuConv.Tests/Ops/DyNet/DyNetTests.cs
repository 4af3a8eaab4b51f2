using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.DyNet;

public class DyNetTests
{
    [Fact]
    public void Each_output_channel_of_each_image_has_its_own_mixture()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Uniform([2, 3, 5, 6], -1, 1, random), weight = Tensor.Uniform([2, 4, 3, 3, 3], -1, 1, random);
        Tensor coefficients = Tensor.Uniform([2, 2, 4], -1, 1, random, order: MemoryOrder.RowMajor);
        float[] eta = coefficients.ToArray<float>();
        Tensor y = x.FusedConv2d(coefficients, weight, padding: 1, evaluation: MixtureEvaluation.MixFilters);
        for (int n = 0; n < 2; n++)
        {
            for (int o = 0; o < 4; o++)
            {
                Tensor first = weight.Slice(0, 0, 1).Reshape([4, 3, 3, 3]).Slice(0, o, 1), second = weight.Slice(0, 1, 1).Reshape([4, 3, 3, 3]).Slice(0, o, 1);
                Tensor filter = first * eta[(n * 2 + 0) * 4 + o] + second * eta[(n * 2 + 1) * 4 + o];
                float[] expected = x.Slice(0, n, 1).Conv2d(filter, padding: 1).ToArray<float>();
                float[] actual = y.Slice(0, n, 1).Slice(1, o, 1).ToArray<float>();
                for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
            }
        }
    }

    [Fact]
    public void One_predictor_serves_the_layers_of_a_block()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        var options = new DyNetOptions { Kernels = 3, HasPredictor = false };
        using var predictor = new DyNetPredictor(4, 6 + 8, 3, random);
        using var first = new DyNetConv2d(4, 6, 1, options: options, generator: random);
        using var second = new DyNetConv2d(6, 8, 3, padding: 1, options: options, generator: random);
        Tensor x = Tensor.Uniform([2, 4, 5, 5], -1, 1, random);
        Tensor coefficients = predictor.Forward(x);
        Assert.Equal([2, 3, 14], coefficients.Shape);
        Assert.All(coefficients.ToArray<float>(), c => Assert.InRange(c, 0, 1));
        Tensor y = second.Forward(first.Forward(x, coefficients.Slice(2, 0, 6)), coefficients.Slice(2, 6, 8));
        y.Backward(Tensor.Full(y.Shape, 1));
        Assert.All(predictor.Weight.Gradient!.ToArray<float>().Chunk(12), row => Assert.Contains(row, g => g != 0));
    }

    [Fact]
    public void State_and_sizes_are_as_documented()
    {
        using var layer = new DyNetConv2d(4, 6, 3, groups: 2, hasBias: true);
        Assert.Equal(
            ["weight [6, 6, 2, 3, 3]", "bias [6]", "predictor.weight [6, 6, 4]", "predictor.bias [6, 6]"],
            layer.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}"));
        Assert.Equal("DyNetConv2d: 4 to 6 channels, kernel (3, 3), stride (1, 1), padding (0, 0), dilation (1, 1), groups 2, 6 kernels", layer.ToString());
    }

    [Fact]
    public void Sizes_are_checked()
    {
        Throws(
            "[dynet] channels, kernel, groups and the number of kernels must be at least 1, and the groups must divide the channels. " +
            "Got inChannels 3, outChannels 4, kernel (3, 3), groups 2, 6 kernels.", () => new DyNetConv2d(3, 4, 3, groups: 2));
        Throws(
            "[dynet] channels and kernels must be at least 1. Got inChannels 3, outChannels 4, 0 kernels.", () => new DyNetPredictor(3, 4, 0));
        Throws(
            "[dynet] the predictor's input must be [N, 3, H, W]. Got [2, 4, 5, 5].", () => new DyNetPredictor(3, 4, 2).Forward(Tensor.Zeros([2, 4, 5, 5])));
        Throws(
            "[dynet] a layer without a predictor needs the coefficients with each call. Got an input [1, 3, 5, 5] alone.",
            () => new DyNetConv2d(3, 4, 3, options: new DyNetOptions { HasPredictor = false }).Forward(Tensor.Zeros([1, 3, 5, 5])));
        Throws(
            "[dynet] the input [N, I, H, W] needs coefficients [N, T, O] and kernels [T, O, I/groups, kH, kW] of its floating-point type. " +
            "Got input f32 [2, 3, 5, 5] channels-last on cpu, coefficients f32 [2, 4, 2] channels-last on cpu, kernels f32 [2, 4, 3, 3, 3] channels-last on cpu.",
            () => Tensor.Zeros([2, 3, 5, 5]).FusedConv2d(Tensor.Zeros([2, 4, 2]), Tensor.Zeros([2, 4, 3, 3, 3])));
        Throws(
            "[scaled mix] filters [E, O, I/groups, kernel...] need output scales [N, E, O] and input scales [N, E, taps, I] of their floating-point type. " +
            "Got filters f32 [2, 4, 3, 3, 3] channels-last on cpu, output scales f32 [2, 2, 4] channels-last on cpu, input scales f32 [2, 2, 3, 9] channels-last on cpu, groups 1.",
            () => Tensor.Zeros([2, 4, 3, 3, 3]).MixScaledFilters(Tensor.Zeros([2, 2, 4]), Tensor.Zeros([2, 2, 3, 9])));
    }

    [Fact]
    public void The_same_bits_on_every_run_and_for_any_number_of_threads()
    {
        float[] one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(3));
        for (int i = 0; i < 20; i++) Assert.Equal(one, Run(2));

        static float[] Run(int threads)
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            var random = new RandomGenerator(5);
            Tensor filters = Leaf([3, 19, 11, 3, 1], MemoryOrder.PerSampleFilter), outputs = Leaf([4, 3, 19], MemoryOrder.RowMajor);
            Tensor inputs = Leaf([4, 3, 3, 11], MemoryOrder.RowMajor);
            Tensor y = filters.MixScaledFilters(outputs, inputs);
            Tensor dy = Tensor.Uniform(y.Shape, -1, 1, random, device: device, order: MemoryOrder.PerSampleFilter);
            return [.. y.ToArray<float>(), .. Gradients.Of(y, [filters, outputs, inputs], gradient: dy).SelectMany(g => g.ToArray<float>())];

            Tensor Leaf(Shape shape, MemoryOrder order)
            {
                Tensor leaf = Tensor.Uniform(shape, -1, 1, random, device: device, order: order);
                leaf.RequiresGrad = true;
                return leaf;
            }
        }
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
