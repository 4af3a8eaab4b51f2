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
        ["hardswish"] = x => x.Hardswish(), ["sigmoid"] = x => x.Sigmoid(), ["silu"] = x => x.Silu(),
    };

    private static readonly Dictionary<string, (Shape Input, int Kernel, int Groups, ConvAlgorithm Algorithm)> s_convolutions = new()
    {
        ["winograd 4x4"] = ([2, 20, 13, 15], 3, 1, ConvAlgorithm.Winograd4),
        ["winograd 2x2"] = ([1, 20, 9, 7], 3, 1, ConvAlgorithm.Winograd2),
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
        (Shape shape, int kernel, int groups, ConvAlgorithm algorithm) = s_convolutions[convolution];
        Func<Tensor, Tensor> function = s_functions[name];
        using var planned = new ConvAlgorithmScope(algorithm);
        using var scope = new TensorScope();
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var device = new CpuDevice(threads);
            Tensor weight = Tensor.Uniform([shape[1], shape[1] / groups, kernel, kernel], -0.3, 0.3, new RandomGenerator(6), device: device, order: MemoryOrder.Filter);
            Tensor bias = Tensor.Uniform([shape[1]], -1, 1, new RandomGenerator(7), device: device), x = Tensor.Uniform(shape, -3, 3, new RandomGenerator(8), device: device);
            Tensor Sums(Tensor value) => value.Conv2d(weight, bias, padding: kernel / 2, groups: groups);
            Check(value => function(Sums(value)), 1);
            Check(value => function(Sums(value) + value), 2);
            Check(value => value + function(Sums(value)), 2);

            void Check(Func<Tensor, Tensor> forward, int fused)
            {
                using CompiledModule compiled = CompiledModule.Of(forward, shape, device: device);
                Assert.Equal((fused, 1), (compiled.FusedOperations, compiled.Steps.Count));
                float[] expected = forward(x).ToArray<float>();
                Assert.Equal(expected, compiled.Run(x).ToArray<float>());
                Assert.Equal(expected, compiled.Run(x).ToArray<float>());
                long before = GC.GetAllocatedBytesForCurrentThread();
                compiled.Run();
                Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        }
    }
}
