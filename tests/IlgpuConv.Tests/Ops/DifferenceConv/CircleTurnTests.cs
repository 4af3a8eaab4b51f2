using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.DifferenceConv;

public class CircleTurnTests
{
    [Theory]
    [InlineData(3, CircleAngles.ArcTangent)]
    [InlineData(5, CircleAngles.ArcTangent)]
    [InlineData(5, CircleAngles.Equal)]
    public void A_turned_image_under_a_turned_filter_gives_the_turned_result(int kernel, CircleAngles angles)
    {
        using var scope = new TensorScope();
        const int Size = 17;
        var random = new RandomGenerator(4);
        // A disc with a random filling, so that nothing is even by chance.
        double[] filling = Tensor.Normal([Size * Size], generator: random, type: ElementType.Float64).ToDoubles();
        double[] image = [.. filling.Select((v, i) => Math.Pow(i % Size - 8, 2) + Math.Pow(i / Size - 8, 2) <= 36 ? v : 0)];
        double[] filter = Tensor.Normal([kernel * kernel], generator: random, type: ElementType.Float64).ToDoubles();
        double[] straight = Convolve(image, filter), turned = Convolve(Turn(image, Size), Turn(filter, kernel));
        Assert.All(Turn(straight, Size).Zip(turned), pair => Assert.Equal(pair.First, pair.Second, 1e-12));

        double[] Convolve(double[] x, double[] w) => Tensor.FromDoubles(x, [1, 1, Size, Size], ElementType.Float64)
            .Conv2d(Tensor.FromDoubles(w, [1, 1, kernel, kernel], ElementType.Float64).RemapTaps(CircleTaps.Matrix(kernel, angles)), padding: kernel / 2).ToDoubles();
    }

    private static double[] Turn(double[] square, int size) => [.. Enumerable.Range(0, size * size).Select(i => square[(size - 1 - i % size) * size + i / size])];
}
