using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Tensors;

public class RandomGeneratorTests
{
    /// <summary>The first known answer of Random123's kat_vectors for philox4x32-10.</summary>
    [Fact]
    public void Philox_gives_the_known_answer() =>
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), RandomGenerator.Block(0, 0));

    [Fact]
    public void Numbers_do_not_depend_on_order_or_device()
    {
        using Tensor a = Tensor.Uniform([2, 3, 4, 5], -1, 1, new RandomGenerator(3));
        using Tensor b = Tensor.Uniform([2, 3, 4, 5], -1, 1, new RandomGenerator(3), device: Devices.Get("reference"), order: MemoryOrder.Filter);
        Assert.Equal(a.ToArray<float>(), b.ToArray<float>());
    }

    [Fact]
    public void A_restored_generator_goes_on_with_the_same_numbers()
    {
        var generator = new RandomGenerator(5);
        generator.Uniform(new double[7], 0, 1);
        var copy = new RandomGenerator(generator.Seed, generator.Position);
        double[] first = new double[9], second = new double[9];
        generator.Normal(first, 0, 1);
        copy.Normal(second, 0, 1);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Distributions_have_their_moments()
    {
        var values = new double[20000];
        new RandomGenerator(1).Uniform(values, -1, 3);
        Assert.InRange(values.Average(), 0.97, 1.03);
        Assert.InRange(values.Min(), -1, -0.99);
        Assert.InRange(values.Max(), 2.99, 3);
        new RandomGenerator(2).Normal(values, 1, 2);
        double mean = values.Average();
        Assert.InRange(mean, 0.95, 1.05);
        Assert.InRange(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), 1.96, 2.04);
    }

    [Fact]
    public void A_permutation_has_every_number_once() =>
        Assert.Equal(Enumerable.Range(0, 101), new RandomGenerator(4).Permutation(101).Order());
}
