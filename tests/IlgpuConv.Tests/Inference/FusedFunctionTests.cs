using IlgpuConv.Inference;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Inference;

/// <summary>What follows a convolution without a norm between: part of its launches, to the same bits.</summary>
public class FusedFunctionTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_functions = new()
    {
        ["relu"] = x => x.Relu(), ["relu6"] = x => x.Relu6(), ["leaky relu"] = x => x.LeakyRelu(0.1), ["hardsigmoid"] = x => x.Hardsigmoid(),
        ["hardswish"] = x => x.Hardswish(), ["sigmoid"] = x => x.Sigmoid(), ["silu"] = x => x.Silu(), ["tanh"] = x => x.Tanh(), ["gelu"] = x => x.Gelu(),
        ["tanh gelu"] = x => x.Gelu(tanhForm: true),
    };

    private static readonly Dictionary<string, (Shape Input, int Kernel, int Groups, int Dilation, ConvAlgorithm Algorithm, string Steps)> s_convolutions = new()
    {
        ["winograd 4x4"] = ([2, 20, 13, 15], 3, 1, 1, ConvAlgorithm.Winograd4, "Patches4"),
        ["winograd 2x2"] = ([1, 20, 9, 7], 3, 1, 1, ConvAlgorithm.Winograd2, "Patches2"),
        ["winograd 4x4 dilated"] = ([1, 20, 11, 13], 3, 1, 2, ConvAlgorithm.Winograd4, "Patches4"),
        ["winograd 2x2 dilated"] = ([1, 20, 8, 10], 3, 1, 3, ConvAlgorithm.Winograd2, "Patches2"),
        ["1x1"] = ([2, 70, 9, 17], 1, 1, 1, ConvAlgorithm.Planned, "Gather"),
        ["tiles"] = ([1, 20, 9, 7], 3, 1, 1, ConvAlgorithm.Direct, "Gather"),
        ["tiles in parts"] = ([1, 384, 4, 3], 3, 1, 1, ConvAlgorithm.Direct, "Gather"),
        ["groups of 5"] = ([2, 20, 9, 7], 3, 4, 1, ConvAlgorithm.Planned, "Gather"),
        ["groups of 4"] = ([2, 20, 9, 7], 3, 5, 1, ConvAlgorithm.Planned, "GroupedRows4"),
        ["groups of 2 with 5x5"] = ([1, 20, 9, 7], 5, 10, 1, ConvAlgorithm.Planned, "Grouped2"),
        ["depthwise 3x3"] = ([2, 20, 9, 17], 3, 20, 1, ConvAlgorithm.Planned, "DepthwiseRows3"),
        ["depthwise 5x5"] = ([2, 20, 9, 7], 5, 20, 1, ConvAlgorithm.Planned, "DepthwiseRows5"),
        ["depthwise 7x7"] = ([2, 20, 9, 17], 7, 20, 1, ConvAlgorithm.Planned, "DepthwiseForward"),
    };

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string convolution in s_convolutions.Keys)
                foreach (string function in s_functions.Keys) data.Add(convolution, function);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_and_a_summand_are_part_of_the_launch(string convolution, string name)
    {
        (Shape shape, int kernel, int groups, int dilation, ConvAlgorithm algorithm, string steps) = s_convolutions[convolution];
        Func<Tensor, Tensor> function = s_functions[name];
        using var planned = new ConvAlgorithmScope(algorithm);
        using var scope = new TensorScope();
        var made = new List<float[]>();
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var device = new CpuDevice(threads);
            Tensor weight = Tensor.Uniform([shape[1], shape[1] / groups, kernel, kernel], -0.3, 0.3, new RandomGenerator(6), device: device, order: MemoryOrder.Filter);
            Tensor bias = Tensor.Uniform([shape[1]], -1, 1, new RandomGenerator(7), device: device), x = Tensor.Uniform(shape, -3, 3, new RandomGenerator(8), device: device);
            Tensor Sums(Tensor value) => value.Conv2d(weight, bias, padding: kernel / 2 * dilation, dilation: dilation, groups: groups);
            float largest = Sums(x).ToArray<float>().Max(Math.Abs);
            Check(value => function(Sums(value)), 1);
            Check(value => function(Sums(value) + value), 2, isBefore: true);
            Check(value => value + function(Sums(value)), 2);

            void Check(Func<Tensor, Tensor> forward, int fused, bool isBefore = false)
            {
                using CompiledModule compiled = CompiledModule.Of(forward, shape, device: device);
                Assert.Equal(fused, compiled.FusedOperations);
                // Where the channels are no whole number of the largest tiles, there are several launches.
                Assert.All(compiled.Steps, step => Assert.StartsWith(steps, step));
                float[] expected = forward(x).ToArray<float>(), actual = compiled.Run(x).ToArray<float>();
                // The sums of tiles begin with what is added before the function: another order.
                if (isBefore && steps == "Gather") Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, largest * 2e-6f));
                else Assert.Equal(expected, actual);
                Assert.Equal(actual, compiled.Run(x).ToArray<float>());
                made.Add(actual);
                long before = GC.GetAllocatedBytesForCurrentThread();
                compiled.Run();
                Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }
        for (int i = 3; i < made.Count; i++) Assert.Equal(made[i % 3], made[i]);
    }
}
