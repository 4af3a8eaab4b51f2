using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

/// <summary>The maps inside networks of any build.</summary>
public class LayerOutputsTests
{
    [Theory]
    [InlineData("conv", "c1: 16 maps of 8x8 after conv, batchnorm, relu", "c2: 32 maps of 4x4 after conv, batchnorm, relu")]
    [InlineData("dynamic-small", "c1: 16 maps of 8x8 after per-sample conv, batchnorm, relu", "c2: 32 maps of 4x4 after per-sample conv, batchnorm, relu")]
    [InlineData("drconv", "c1: 16 maps of 8x8 after conv, batchnorm, relu", "c2: 32 maps of 4x4 after drconv, batchnorm, relu")]
    [InlineData("selective-kernel", "c1: 16 maps of 8x8 after conv, batchnorm, relu", "c2: 32 maps of 4x4 after conv, batchnorm, relu, add, mul, mul, add, batchnorm, relu")]
    [InlineData("perceptron")]
    public void A_layer_is_what_follows_a_sum_in_its_size(string network, params string[] expected)
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create(network, 1, 8, 8, 10, new RandomGenerator(1), Devices.Get("cpu"));
        Assert.Equal(expected, LayerOutputs.Of(model, TestPicture.Of(1, 8, 8)).Select(layer => layer.ToString()));
        Assert.True(model.IsTraining);
    }

    [Fact]
    public void Values_are_those_behind_the_layer()
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create("conv", 1, 8, 8, 10, new RandomGenerator(1), Devices.Get("cpu")).Eval();
        Tensor image = TestPicture.Of(1, 8, 8), value = image;
        IReadOnlyList<LayerOutput> layers = LayerOutputs.Of(model, image);
        foreach ((string name, Module module) in model.Children)
        {
            value = module.Forward(value);
            if (name == "relu2") Assert.Equal(value.ToArray<float>(), layers[1].Values);
        }
        double[,] map = layers[1].Map(3);
        Assert.Equal((double)layers[1].Values[3 * 16 + 6], map[1, 2]);
        Assert.Equal(Deviation([.. map.Cast<double>()]), layers[1].Spread()[3], 1e-9);
    }

    [Fact]
    public void A_residual_sum_is_part_of_the_layer_before_it()
    {
        using var scope = new TensorScope();
        using var model = new Residual();
        Assert.Equal(
            ["first: 4 maps of 6x6 after conv", "second: 4 maps of 6x6 after conv, add, relu"], LayerOutputs.Of(model, TestPicture.Of(1, 6, 6)).Select(layer => layer.ToString()));
        Assert.StartsWith(
            "[layer outputs] the input must be one image, [1, C, H, W]. Got [2, 1, 6, 6].",
            Assert.Throws<ArgumentException>(() => LayerOutputs.Of(model, Tensor.Zeros([2, 1, 6, 6]))).Message);
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(v => (v - values.Average()) * (v - values.Average())));

    private sealed class Residual : Module
    {
        private readonly Conv2d _first;
        private readonly Conv2d _second;

        public Residual()
        {
            _first = AddModule("first", new Conv2d(1, 4, 3, padding: 1));
            _second = AddModule("second", new Conv2d(4, 4, 3, padding: 1));
        }

        public override Tensor Forward(Tensor input)
        {
            Tensor x = _first.Forward(input);
            return (_second.Forward(x) + x).Relu();
        }
    }
}
