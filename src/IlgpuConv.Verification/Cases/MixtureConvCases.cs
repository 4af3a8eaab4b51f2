using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of mixtures of experts: both evaluations, and the layers that find the shares from the input.</summary>
internal sealed class MixtureConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Mixtures(), .. CondConvs(), .. DynamicConvs()];

    private static IEnumerable<OperationCase> Mixtures()
    {
        foreach (MixtureEvaluation evaluation in (MixtureEvaluation[])[MixtureEvaluation.MixFilters, MixtureEvaluation.MixOutputs])
        {
            yield return Mixture("e3 4-5 k3 p1 7x6 n2", evaluation, [2, 4, 7, 6], [3, 5, 4, 3, 3], padding: 1);
            yield return Mixture("e2 4-6 k3 s2 p1 g2 5x6 n2", evaluation, [2, 4, 5, 6], [2, 6, 2, 3, 3], stride: 2, padding: 1, groups: 2);
            yield return Mixture("e4 3-17 k1 3x2 n3", evaluation, [3, 3, 3, 2], [4, 17, 3, 1, 1]);
            yield return Mixture("e2 4-4 k3 p1 depthwise 4x5 n2", evaluation, [2, 4, 4, 5], [2, 4, 1, 3, 3], padding: 1, groups: 4);
            yield return Mixture("e1 2-3 k2x3 d2 6x7 n1", evaluation, [1, 2, 6, 7], [1, 3, 2, 2, 3], dilation: 2, hasBias: false);
            yield return Mixture("e2 3-4 k3 n0", evaluation, [0, 3, 5, 5], [2, 4, 3, 3, 3]);
            yield return Mixture("e3 3-5 k3 s2 p1 11 n2", evaluation, [2, 3, 11], [3, 5, 3, 3], stride: 2, padding: 1);
        }
    }

    private static IEnumerable<OperationCase> CondConvs()
    {
        yield return Layer("CondConv2d/e4 4-5 k3 p1 7x6 n2", [2, 4, 7, 6], g => new CondConv2d(4, 5, 3, padding: 1, hasBias: true, generator: g));
        yield return Layer("CondConv2d/e3 4-6 k3 s2 g2 outputs", [2, 4, 7, 6], g => new CondConv2d(
            4, 6, 3, stride: 2, padding: 1, groups: 2, options: new CondConvOptions { Experts = 3, Evaluation = MixtureEvaluation.MixOutputs }, generator: g));
        yield return Layer("CondConv1d/e2 3-5 k3 d2 12 n2", [2, 3, 12], g => new CondConv1d(
            3, 5, 3, dilation: 2, hasBias: true, options: new CondConvOptions { Experts = 2 }, generator: g));
        yield return Layer("CondConv2d/e4 64-64 k3 p1 28x28 n8", [8, 64, 28, 28], g => new CondConv2d(64, 64, 3, padding: 1, generator: g)) with { IsPerformanceOnly = true };
    }

    private static IEnumerable<OperationCase> DynamicConvs()
    {
        var sharp = new DynamicConvOptions { Kernels = 3, Hidden = 5, Temperature = TemperatureSchedule.Constant(0.5) };
        yield return Layer("DynamicConv2d/k4 4-5 k3 p1 7x6 n2", [2, 4, 7, 6], g => new DynamicConv2d(4, 5, 3, padding: 1, generator: g));
        yield return Layer("DynamicConv2d/k3 3-6 k3 s2 g3 sharp", [2, 3, 7, 6], g => new DynamicConv2d(3, 6, 3, stride: 2, padding: 1, groups: 3, options: sharp, generator: g));
        yield return Layer("DynamicConv1d/k3 3-5 k3 p1 9 n2 sharp", [2, 3, 9], g => new DynamicConv1d(3, 5, 3, padding: 1, options: sharp, generator: g));
        yield return Layer("DynamicConv2d/k4 64-64 k3 p1 28x28 n8", [8, 64, 28, 28], g => new DynamicConv2d(64, 64, 3, padding: 1, generator: g)) with { IsPerformanceOnly = true };
    }

    private static OperationCase Mixture(
        string sizes, MixtureEvaluation evaluation, Shape x, Shape weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool hasBias = true)
    {
        CaseInput[] inputs =
        [
            CaseInput.Uniform("x", x),
            CaseInput.Uniform("shares", [x[0], weight[0]]),
            CaseInput.Uniform("weight", weight, MemoryOrder.PerSampleFilter),
        ];
        if (hasBias) inputs = [.. inputs, CaseInput.Uniform("bias", [weight[0], weight[1]])];
        bool isSignal = x.Rank == 3;
        return new OperationCase
        {
            Name = $"MixtureConv{x.Rank - 2}d/{evaluation} {sizes}",
            Inputs = inputs,
            Call = t => isSignal
                ? t[0].MixtureConv1d(t[1], t[2], hasBias ? t[3] : null, stride, padding, dilation, groups, evaluation)
                : t[0].MixtureConv2d(t[1], t[2], hasBias ? t[3] : null, stride, padding, dilation, groups, evaluation),
        };
    }

    private static OperationCase Layer(string name, Shape input, Func<RandomGenerator, Module> make) => new()
    {
        Name = name,
        Inputs = [CaseInput.Uniform("x", input)],
        Call = t => make(new RandomGenerator(7)).To(t[0].Type).To(t[0].Device).Forward(t[0]),
    };
}
