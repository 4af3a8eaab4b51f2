using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Convolutions of random sizes against their definition, and their gradients as adjoints.</summary>
public class ConvPropertyTests
{
    private static readonly Device s_reference = Devices.Get("reference");
    private static readonly Device s_cpu = Devices.Get("cpu");

    [Fact]
    public void Reference_in_double_is_the_definition() => ForAll(120, example => Compare(example, s_reference, ElementType.Float64, 1e-12));

    [Fact]
    public void Cpu_in_double_is_the_definition() => ForAll(300, example => Compare(example, s_cpu, ElementType.Float64, 1e-12));

    [Fact]
    public void Cpu_in_float_lies_within_the_rounding_bound_of_the_reference() => ForAll(250, example =>
    {
        double[][] actual = Run(example, s_cpu, ElementType.Float32), expected = Run(example, s_reference, ElementType.Float32);
        double[][] sums = Run(example, s_cpu, ElementType.Float64, abs: true);
        double terms = Math.Max(example.Sizes.Taps * example.Sizes.GroupIn, example.Sizes.Batch * example.Sizes.OutputPixels);
        terms = Math.Max(terms, example.Sizes.Taps * example.Sizes.GroupOut);
        for (int i = 0; i < expected.Length; i++)
        {
            for (int k = 0; k < expected[i].Length; k++)
            {
                double bound = Math.ScaleB(1, -22) * Math.Sqrt(terms) * sums[i][k];
                Assert.True(Math.Abs(actual[i][k] - expected[i][k]) <= bound, $"{example}: tensor {i}, element {k} is {actual[i][k]:R}, the reference {expected[i][k]:R}");
            }
        }
    });

    [Fact]
    public void Both_gradients_are_adjoints_of_the_forward() => ForAll(250, example =>
    {
        using var scope = new TensorScope();
        Tensor[] t = example.Inputs(s_cpu, ElementType.Float64)[..2];
        Tensor dy = Tensor.FromDoubles(example.OutputGradient, example.Sizes.Output, ElementType.Float64, s_cpu);
        double forward = Dot(new ConvOperation(example.Sizes).Apply(t).ToDoubles(), example.OutputGradient);
        double byInput = Dot(new ConvInputGradientOperation(example.Sizes).Apply(dy, t[1]).ToDoubles(), example.XNumbers);
        double byWeight = Dot(new ConvWeightGradientOperation(example.Sizes).Apply(t[0], dy).ToDoubles(), example.WeightNumbers);
        double scale = 1e-12 * example.Sizes.Flops + 1e-9;
        Assert.True(Math.Abs(forward - byInput) <= scale && Math.Abs(forward - byWeight) <= scale, $"{example}: {forward:R}, {byInput:R}, {byWeight:R}");
    });

    [Fact]
    public void One_two_and_three_threads_give_the_same_bits()
    {
        using CpuDevice one = new(1), two = new(2), three = new(3);
        ForAll(50, example =>
        {
            double[][] expected = Run(example, one, ElementType.Float32);
            foreach (Device device in (Device[])[two, three]) Assert.Equal(expected, Run(example, device, ElementType.Float32));
        });
    }

    [Fact]
    public void Twenty_runs_give_the_same_bits()
    {
        using var device = new CpuDevice(3);
        foreach (int seed in (int[])[1, 4, 9, 16, 25, 36])
        {
            var example = new ConvExample(seed);
            double[][] expected = Run(example, device, ElementType.Float32);
            for (int run = 0; run < 20; run++) Assert.Equal(expected, Run(example, device, ElementType.Float32));
        }
    }

    [Fact]
    public void Transposed_and_padded_convolutions_give_the_same_bits_for_any_number_of_threads()
    {
        using CpuDevice one = new(1), two = new(2), three = new(3);
        foreach (int channels in (int[])[1, 5, 32])
        {
            foreach (PaddingMode mode in (PaddingMode[])[PaddingMode.Zeros, PaddingMode.Reflect, PaddingMode.Circular, PaddingMode.Replicate])
            {
                double[][] expected = Run(one);
                foreach (Device device in (Device[])[two, three])
                    for (int run = 0; run < 3; run++) Assert.Equal(expected, Run(device));

                double[][] Run(Device device)
                {
                    using var scope = new TensorScope();
                    Tensor Make(Shape shape, ulong seed, MemoryOrder order = MemoryOrder.ChannelsLast)
                    {
                        Tensor result = Tensor.Uniform(shape, -1, 1, new RandomGenerator(seed), ElementType.Float32, device, order);
                        result.RequiresGrad = true;
                        return result;
                    }
                    Tensor[] t =
                    [
                        Make([2, channels, 9, 8], 1), Make([channels, 7, 3, 3], 2, MemoryOrder.Filter), Make([7], 3), Make([6, 7, 3, 3], 4, MemoryOrder.Filter),
                    ];
                    Tensor y = t[0].ConvTranspose2d(t[1], t[2], 2, 1, 1, paddingMode: mode).Conv2d(t[3], padding: 2, dilation: 2, paddingMode: mode);
                    Tensor[] first = Gradients.Of(y.Square().Sum(), t, createGraph: true);
                    Tensor second = Gradients.Of(first[0].Square().Sum(), [t[1]])[0];
                    return [y.ToDoubles(), .. first.Select(g => g.ToDoubles()), second.ToDoubles()];
                }
            }
        }
    }

    [Fact]
    public void Narrower_vectors_lie_within_the_bound()
    {
        using CpuDevice narrow = new(2, 128), middle = new(2, 256);
        ForAll(60, example =>
        {
            Compare(example, narrow, ElementType.Float32, 2e-6);
            Compare(example, middle, ElementType.Float32, 2e-6);
        });
    }

    private static void ForAll(int cases, Action<ConvExample> check) => Property.ForAll(cases, seed => check(new ConvExample(seed)));

    private static void Compare(ConvExample example, Device device, ElementType type, double tolerance)
    {
        double[][] expected = example.ByDefinition(), actual = Run(example, device, type);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double bound = tolerance * Math.Max(1, expected[i].Max(Math.Abs));
            for (int k = 0; k < expected[i].Length; k++)
            {
                Assert.True(
                    Math.Abs(expected[i][k] - actual[i][k]) <= bound,
                    $"{example}: tensor {i}, element {k} is {actual[i][k]:R}, the definition {expected[i][k]:R}");
            }
        }
    }

    private static double[][] Run(ConvExample example, Device device, ElementType type, bool abs = false)
    {
        using var scope = new TensorScope();
        Tensor[] inputs = example.Inputs(device, type, abs);
        foreach (Tensor input in inputs) input.RequiresGrad = true;
        Tensor output = example.Call(inputs);
        double[] cotangent = abs ? [.. example.OutputGradient.Select(Math.Abs)] : example.OutputGradient;
        Tensor dy = Tensor.FromDoubles(cotangent, output.Shape, type, device);
        return [output.ToDoubles(), .. Gradients.Of(output, inputs, gradient: dy).Select(g => g.ToDoubles())];
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();
}
