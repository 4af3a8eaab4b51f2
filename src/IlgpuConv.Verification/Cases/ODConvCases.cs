using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of omni-dimensional convolution, in inference, where the running statistics make each sample independent.</summary>
internal sealed class ODConvCases : CaseSource
{
    private static readonly ODConvOptions s_small = new() { Kernels = 2, LeastHidden = 5, Temperature = TemperatureSchedule.Constant(1) };

    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Layer("e2 4-5 k3 p1 7x6 n2", [2, 4, 7, 6], s_small, (o, g) => new ODConv2d(4, 5, 3, padding: 1, hasBias: true, options: o, generator: g));
        yield return Layer("e2 4-6 k3 s2 g2 per kernel", [2, 4, 7, 6], s_small with { PerKernelAttention = true }, (o, g) => new ODConv2d(
            4, 6, 3, stride: 2, padding: 1, groups: 2, options: o, generator: g));
        yield return Layer("e1 3-5 k3x1 sample norm", [2, 3, 6, 5], s_small with { Kernels = 1, Norm = ODConvNorm.Sample }, (o, g) => new ODConv2d(
            3, 5, (3, 1), options: o, generator: g));
        yield return Layer("e3 5-7 k1 no norm per kernel", [2, 5, 4, 4], s_small with { Kernels = 3, Norm = ODConvNorm.None, PerKernelAttention = true }, (o, g) => new ODConv2d(
            5, 7, 1, options: o, generator: g));
        yield return Layer("e2 4-4 k3 depthwise", [2, 4, 5, 6], s_small, (o, g) => new ODConv2d(4, 4, 3, padding: 1, groups: 4, options: o, generator: g));
        yield return Layer("e4 64-64 k3 p1 28x28 n8", [8, 64, 28, 28], new ODConvOptions(), (o, g) => new ODConv2d(64, 64, 3, padding: 1, options: o, generator: g)) with { IsPerformanceOnly = true };
    }

    private static OperationCase Layer(string sizes, Shape input, ODConvOptions options, Func<ODConvOptions, RandomGenerator, ODConv2d> make) => new()
    {
        Name = $"ODConv2d/{sizes}",
        Inputs = [CaseInput.Uniform("x", input)],
        Call = t => Prepare(make(options, new RandomGenerator(7))).Eval().To(t[0].Type).To(t[0].Device).Forward(t[0]),
    };

    // Hidden features away from the rectifier's kink, so that differences are not taken across it.
    private static ODConv2d Prepare(ODConv2d layer)
    {
        foreach ((string name, Parameter parameter) in layer.Attention.NamedParameters())
            if (name == "bn.bias") parameter.Value.Fill(0.5);
        return layer;
    }
}
