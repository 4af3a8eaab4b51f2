using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Basic;

public class DropoutTests
{
    [Fact]
    public void The_right_share_is_dropped_and_the_rest_is_scaled()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Full([10, 1000], 3);
        x.RequiresGrad = true;
        Tensor y = x.Dropout(0.25, new RandomGenerator(1));
        float[] values = y.ToArray<float>();
        Assert.InRange(values.Count(v => v == 0), 2350, 2650);
        Assert.All(values, v => Assert.True(v is 0 or 4, $"{v}"));
        Assert.Equal(values.Select(v => v / 3), Gradients.Of(y, [x], gradient: Tensor.Full([10, 1000], 1))[0].ToArray<float>());
    }

    [Fact]
    public void The_layer_draws_anew_in_training_and_does_nothing_in_inference()
    {
        using var scope = new TensorScope();
        using var layer = new Dropout(0.5, new RandomGenerator(1));
        Tensor x = Tensor.Full([100], 1);
        Assert.NotEqual(layer.Forward(x).ToArray<float>(), layer.Forward(x).ToArray<float>());
        layer.Eval();
        Assert.Equal(x.ToArray<float>(), layer.Forward(x).ToArray<float>());
    }

    [Fact]
    public void Everything_or_nothing_can_be_dropped()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Full([9], 2);
        Assert.All(x.Dropout(1).ToArray<float>(), v => Assert.Equal(0, v));
        Assert.All(x.Dropout(0).ToArray<float>(), v => Assert.Equal(2, v));
        Assert.StartsWith("[dropout] the probability must lie in [0, 1]. Got 1.5.", Assert.Throws<ArgumentException>(() => x.Dropout(1.5)).Message);
    }
}
