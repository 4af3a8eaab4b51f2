using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.OctaveConv;

public class OctaveResidualTests
{
    [Theory]
    [InlineData(0.5, 0.5, 1, 8, 8)]
    [InlineData(0.5, 0.25, 1, 7, 9)]
    [InlineData(0.5, 0.5, 2, 7, 9)]
    [InlineData(0, 0.5, 1, 7, 6)]
    [InlineData(0.5, 0, 2, 9, 6)]
    [InlineData(1, 1, 1, 8, 8)]
    [InlineData(0, 0, 2, 5, 5)]
    public void Sizes_come_out_and_every_parameter_learns(double alphaIn, double alphaOut, int stride, int height, int width)
    {
        using var scope = new TensorScope();
        var block = new OctaveResidualBlock2d(8, 12, alphaIn, alphaOut, stride, generator: new RandomGenerator(1));
        int lowIn = (int)(8 * alphaIn), lowOut = (int)(12 * alphaOut);
        Tensor? high = lowIn < 8 ? Tensor.Normal([2, 8 - lowIn, height, width]) : null;
        Tensor? low = lowIn > 0 ? Tensor.Normal([2, lowIn, (height + 1) / 2, (width + 1) / 2]) : null;
        (Tensor? y, Tensor? z) = block.Forward(high, low);
        int Size(int size) => (size + stride - 1) / stride;
        if (lowOut < 12) Assert.Equal([2, 12 - lowOut, Size(height), Size(width)], y!.Shape);
        if (lowOut > 0) Assert.Equal([2, lowOut, (Size(height) + 1) / 2, (Size(width) + 1) / 2], z!.Shape);
        Assert.Equal((lowOut < 12, lowOut > 0), (y is not null, z is not null));
        Tensor loss = y is null ? z!.Square().Sum() : z is null ? y.Square().Sum() : y.Square().Sum() + z.Square().Sum();
        loss.Backward();
        Assert.All(block.NamedParameters(), p => Assert.True(p.Parameter.Gradient is not null, p.Name));
    }

    [Fact]
    public void Without_low_channels_it_is_the_basic_block_of_a_residual_net()
    {
        using var scope = new TensorScope();
        var block = new OctaveResidualBlock2d(4, 4, 0, 0, generator: new RandomGenerator(1));
        Assert.Equal(["conv1", "bn1_high", "conv2", "bn2_high"], block.Children.Select(c => c.Name));
        Tensor x = Tensor.Normal([2, 4, 5, 6], generator: new RandomGenerator(2));
        Tensor[] w = [.. block.Parameters().Select(p => p.Value).Where(t => t.Shape.Rank == 4)];
        BatchNorm2d first = new(4), second = new(4);
        Tensor expected = (x + second.Forward(first.Forward(x.Conv2d(w[0], padding: 1)).Relu().Conv2d(w[1], padding: 1))).Relu();
        Assert.Equal(expected.ToArray<float>(), block.Forward(x).ToArray<float>());
    }

    [Fact]
    public void Equal_sides_have_no_filter_in_the_shortcut()
    {
        Assert.DoesNotContain(new OctaveResidualBlock2d(8, 8).Children, c => c.Name == "shortcut");
        Assert.Contains(new OctaveResidualBlock2d(8, 8, 0.5, 0.25).Children, c => c.Name == "shortcut");
        Assert.Contains(new OctaveResidualBlock2d(8, 8, stride: 2).Children, c => c.Name == "shortcut");
    }

    [Fact]
    public void One_image_is_refused_where_there_are_two()
    {
        using var scope = new TensorScope();
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new OctaveResidualBlock2d(8, 8).Forward(Tensor.Zeros([1, 4, 8, 8])));
        Assert.Equal("[octave conv] a block with channels at half size has two images. Got one for 4 low channels in and 4 out.", fault.Message);
    }
}
