using IlgpuConv.Inference;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Inference;

public class FusionTests
{
    private static readonly RandomGenerator s_random = new(5);

    public static TheoryData<string> Blocks => [.. s_blocks.Keys];

    private static readonly Dictionary<string, (Func<Device, Func<Tensor, Tensor>> Make, int Fused, int Steps)> s_blocks = new()
    {
        ["conv bn relu"] = (d => Chain(Conv(d, 12, 12, 3), Norm(d, 12), new Relu()), 2, 1),
        ["conv without bias, bn, relu6"] = (d => Chain(Conv(d, 12, 20, 1, hasBias: false), Norm(d, 20), new Relu6()), 2, 1),
        ["depthwise bn relu6"] = (d => Chain(Conv(d, 12, 12, 3, groups: 12, hasBias: false), Norm(d, 12), new Relu6()), 2, 1),
        ["groups bn relu"] = (d => Chain(Conv(d, 12, 24, 3, groups: 4), Norm(d, 24), new Relu()), 2, 1),
        ["small groups bn relu6"] = (d => Chain(Conv(d, 12, 12, 3, groups: 3), Norm(d, 12), new Relu6()), 2, 1),
        ["transposed bn relu"] = (d => Chain(new ConvTranspose2d(12, 8, 4, 2, 1, generator: s_random, device: d), Norm(d, 8), new Relu()), 2, 1),
        ["residual"] = (d => Residual(Chain(Conv(d, 12, 12, 1), Norm(d, 12))), 3, 1),
        ["residual of a convolution"] = (d =>
        {
            Func<Tensor, Tensor> one = Chain(Conv(d, 12, 12, 1), Norm(d, 12)), two = Chain(Conv(d, 12, 12, 1, hasBias: false), Norm(d, 12));
            return x => (one(x) + two(x)).Relu();
        }, 4, 2),
        ["conv relu bn"] = (d => Chain(Conv(d, 12, 12, 3), new Relu(), Norm(d, 12)), 1, 2),
        ["used twice"] = (d =>
        {
            Module conv = Conv(d, 12, 12, 3);
            return x => conv.Forward(x) is var y ? y.Relu() * y : y;
        }, 0, 3),
        ["added to itself"] = (d =>
        {
            Module conv = Conv(d, 12, 12, 3);
            return x => conv.Forward(x) is var y ? (y + y).Relu() : y;
        }, 0, 3),
        ["broadcast sum"] = (d =>
        {
            Module conv = Conv(d, 12, 12, 3);
            Tensor row = Tensor.Uniform([1, 12, 1, 1], -1, 1, s_random, device: d);
            return x => (conv.Forward(x) + row).Relu();
        }, 0, 3),
        ["the output is what would be taken"] = (d =>
        {
            Module conv = Conv(d, 12, 12, 3);
            return x =>
            {
                Tensor y = conv.Forward(x);
                _ = y.Relu();
                return y;
            };
        }, 0, 1),
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public void What_follows_a_convolution_becomes_part_of_it(string name)
    {
        using var device = new CpuDevice(1);
        using var scope = new TensorScope();
        (Func<Device, Func<Tensor, Tensor>> make, int fused, int steps) = s_blocks[name];
        Func<Tensor, Tensor> block = make(device);
        using CompiledModule compiled = CompiledModule.Of(block, [2, 12, 9, 7], device: device);
        Assert.Equal((fused, steps), (compiled.FusedOperations, compiled.Steps.Count));
        Tensor x = Tensor.Uniform([2, 12, 9, 7], -3, 3, new RandomGenerator(9), device: device);
        float[] expected = block(x).ToArray<float>(), actual = compiled.Run(x).ToArray<float>();
        float largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], largest * 2e-6f);
    }

    private static Conv2d Conv(Device device, int inputs, int outputs, int kernel, int groups = 1, bool hasBias = true) =>
        new(inputs, outputs, kernel, padding: kernel / 2, groups: groups, hasBias: hasBias, generator: s_random, device: device);

    private static BatchNorm2d Norm(Device device, int channels)
    {
        var norm = new BatchNorm2d(channels, device: device);
        norm.Weight!.Value.CopyFrom(Tensor.Uniform([channels], 0.5, 1.5, s_random, device: device));
        norm.Bias!.Value.CopyFrom(Tensor.Uniform([channels], -0.5, 0.5, s_random, device: device));
        norm.RunningMean!.Value.CopyFrom(Tensor.Uniform([channels], -0.5, 0.5, s_random, device: device));
        norm.RunningVariance!.Value.CopyFrom(Tensor.Uniform([channels], 0.5, 2, s_random, device: device));
        norm.Eval();
        return norm;
    }

    private static Func<Tensor, Tensor> Chain(params Module[] modules) => new Sequential(modules).Eval().Forward;

    private static Func<Tensor, Tensor> Residual(Func<Tensor, Tensor> branch) => x => (branch(x) + x).Relu();
}
