using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Tests.Ops.Basic;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Ops;

/// <summary>Networks of these layers lie in one order from the first layer to the last, forward and backward.</summary>
[Collection(nameof(ConversionTests))]
public class ConvConversionTests
{
    [Fact]
    public void Signals() => CountsNone(
        g => new Sequential(
            new Conv1d(3, 6, 3, padding: PaddingRule.Same, paddingMode: PaddingMode.Circular, generator: g), new Conv1d(6, 6, 3, 2, 1, groups: 6, generator: g),
            new Conv1d(6, 8, 1, generator: g), new ConvTranspose1d(8, 3, 4, 2, 1, generator: g)),
        [2, 3, 12]);

    [Fact]
    public void Images() => CountsNone(
        g => new Sequential(
            new Conv2d(3, 8, 3, padding: 1, paddingMode: PaddingMode.Reflect, generator: g), new Conv2d(8, 16, 3, padding: 1, groups: 8, generator: g),
            new Conv2d(16, 6, 3, 2, 1, groups: 2, generator: g), new ConvTranspose2d(6, 6, 3, 2, 1, 1, groups: 3, paddingMode: PaddingMode.Replicate, generator: g)),
        [2, 3, 8, 6]);

    [Fact]
    public void Volumes() => CountsNone(
        g => new Sequential(
            new Conv3d(2, 4, 3, padding: 1, generator: g), new Conv3d(4, 4, 2, 2, groups: 4, generator: g), new ConvTranspose3d(4, 2, 2, 2, generator: g)),
        [1, 2, 4, 4, 6]);

    private static void CountsNone(Func<RandomGenerator, Sequential> make, Shape shape)
    {
        using var scope = new TensorScope();
        var generator = new RandomGenerator(3);
        using Sequential network = make(generator);
        using var optimizer = new Sgd(network, 0.1, 0.9);
        Tensor x = Tensor.Uniform(shape, -1, 1, generator);
        x.RequiresGrad = true;
        long before = Tensor.OrderConversions;
        for (int step = 0; step < 2; step++)
        {
            network.Forward(x).Square().Mean().Backward();
            optimizer.Step();
            optimizer.ClearGradients();
        }
        Assert.Equal(before, Tensor.OrderConversions);
    }
}
