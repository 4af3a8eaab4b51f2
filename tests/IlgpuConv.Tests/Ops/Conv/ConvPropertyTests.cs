using FsCheck;
using FsCheck.Fluent;
using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Convolutions of random sizes; a failure prints the sizes and the seed that repeats it.</summary>
public class ConvPropertyTests
{
    private static readonly Device s_reference = Devices.Get("reference");
    private static readonly Device s_cpu = Devices.Get("cpu");

    [Fact]
    public void Reference_in_double_is_the_definition() => ForAll(60, example => Compare(example, s_reference, ElementType.Float64, 1e-12));

    [Fact]
    public void Cpu_in_double_is_the_definition() => ForAll(150, example => Compare(example, s_cpu, ElementType.Float64, 1e-12));

    [Fact]
    public void Cpu_in_float_lies_within_the_rounding_bound() => ForAll(150, example => Compare(example, s_cpu, ElementType.Float32, 2e-6));

    [Fact]
    public void Both_gradients_are_adjoints_of_the_forward() => ForAll(60, example =>
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
    public void Any_number_of_threads_and_any_run_give_the_same_bits()
    {
        using CpuDevice one = new(1), two = new(2), three = new(3);
        ForAll(25, example =>
        {
            double[][] expected = Run(example, one, ElementType.Float32);
            foreach (Device device in (Device[])[one, two, three, two])
            {
                double[][] again = Run(example, device, ElementType.Float32);
                for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], again[i]);
            }
        });
    }

    [Fact]
    public void Narrower_vectors_lie_within_the_bound()
    {
        using CpuDevice narrow = new(2, 128), middle = new(2, 256);
        ForAll(40, example =>
        {
            Compare(example, narrow, ElementType.Float32, 2e-6);
            Compare(example, middle, ElementType.Float32, 2e-6);
        });
    }

    private static void ForAll(int cases, Action<ConvExample> check) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(cases),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            check(new ConvExample(seed));
            return true;
        }));

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

    private static double[][] Run(ConvExample example, Device device, ElementType type)
    {
        using var scope = new TensorScope();
        Tensor[] inputs = example.Inputs(device, type);
        foreach (Tensor input in inputs) input.RequiresGrad = true;
        Tensor output = example.Call(inputs);
        Tensor dy = Tensor.FromDoubles(example.OutputGradient, output.Shape, type, device);
        return [output.ToDoubles(), .. Gradients.Of(output, inputs, gradient: dy).Select(g => g.ToDoubles())];
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();
}
