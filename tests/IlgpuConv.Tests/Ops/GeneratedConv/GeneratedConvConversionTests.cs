using IlgpuConv.Autograd;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.GeneratedConv;

/// <summary>Alone in its collection: the counter is that of the whole process.</summary>
[Collection(nameof(GeneratedConvConversionTests))]
[CollectionDefinition(nameof(GeneratedConvConversionTests), DisableParallelization = true)]
public class GeneratedConvConversionTests
{
    [Theory]
    [InlineData(FilterVariant.GapLinear)]
    [InlineData(FilterVariant.GapMlp)]
    [InlineData(FilterVariant.PoolConv)]
    [InlineData(FilterVariant.Residual)]
    public void A_layer_converts_no_order_in_forward_and_backward(FilterVariant variant)
    {
        using var scope = new TensorScope();
        var options = new GeneratedConvOptions { Variant = variant, Norm = FilterNormalisation.WeightNorm, GeneratesBias = true };
        using var layer = new GeneratedConv2d(16, 32, 3, padding: 1, options: options, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 16, 6, 6], -1, 1, new RandomGenerator(2));
        x.RequiresGrad = true;
        Tensor dy = Tensor.Full([2, 32, 6, 6], 1);
        long before = Tensor.OrderConversions;
        layer.Forward(x).Backward(dy);
        Assert.Equal(before, Tensor.OrderConversions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_of_training_converts_no_order(bool isDynamic)
    {
        using var scope = new TensorScope();
        DynamicConvNetOptions options = isDynamic ? DynamicConvNetOptions.Digits : DynamicConvNetOptions.StaticDigits;
        using var network = new DynamicConvNet(options, new RandomGenerator(1));
        Tensor x = Tensor.Uniform([4, 1, 8, 8], 0, 1, new RandomGenerator(2));
        Tensor labels = Tensor.FromArray([1, 2, 3, 4], [4]);
        long before = Tensor.OrderConversions;
        network.Forward(x).SoftmaxCrossEntropy(labels).Backward();
        Assert.Equal(before, Tensor.OrderConversions);
        Assert.All(network.Parameters(), p => Assert.NotNull(p.Gradient));
    }
}
