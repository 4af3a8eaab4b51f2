using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of batch normalisation with a summand and an activation in the same passes.</summary>
internal sealed class NormActivationCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach (NormActivation activation in Enum.GetValues<NormActivation>())
        {
            if (activation != NormActivation.None)
            {
                yield return Training($"{activation} c16 4x4 n2", [2, 16, 4, 4], activation);
                yield return Training($"{activation} c5 7x3 n2", [2, 5, 7, 3], activation);
                yield return Training($"{activation} c1 8x8 n5 (two slices)", [5, 1, 8, 8], activation);
                yield return Training($"{activation} c6 pitch 10", [2, 6, 3, 5], activation, pitch: 10);
                yield return Inference($"{activation} c5 7x3 n2", [2, 5, 7, 3], activation);
                yield return Inference($"{activation} c4 n0", [0, 4, 3, 3], activation);
            }
            yield return Training($"{activation} and residual c16 4x4 n2", [2, 16, 4, 4], activation, hasResidual: true);
            yield return Training($"{activation} and residual c5 17x16 n2 (three slices)", [2, 5, 17, 16], activation, hasResidual: true);
            yield return Training($"{activation} and residual c6 pitch 10", [2, 6, 3, 5], activation, pitch: 10, hasResidual: true);
            yield return Inference($"{activation} and residual c5 7x3 n2", [2, 5, 7, 3], activation, hasResidual: true);
            yield return Plain($"{activation} and residual c5 4x3 n2, without weight and bias", [2, 5, 4, 3], activation);
            yield return Training($"{activation} c64 32x32 n32", [32, 64, 32, 32], activation) with { IsPerformanceOnly = true };
            yield return Training($"{activation} and residual c64 32x32 n32", [32, 64, 32, 32], activation, hasResidual: true) with { IsPerformanceOnly = true };
        }
    }

    // Inputs near -0.9, -0.3, 0.3 and 0.9, weights of about 4 and a bias of about 3: outputs are near -2.4, 1.2, 4.8 and 8.4, away from the kinks.
    private static OperationCase Training(string sizes, Shape shape, NormActivation activation, int pitch = 0, bool hasResidual = false)
    {
        CaseInput[] inputs = [X(shape, pitch), Weight(shape), Bias(shape), .. hasResidual ? [Residual(shape, pitch)] : Array.Empty<CaseInput>()];
        return Case("BatchNorm", sizes, inputs, t => t[0].BatchNorm(t[1], t[2], activation: activation, residual: hasResidual ? t[3] : null));
    }

    private static OperationCase Plain(string sizes, Shape shape, NormActivation activation) => Case(
        "BatchNorm", sizes, [X(shape, 0), Residual(shape, 0)], t => t[0].BatchNorm(epsilon: 1e-3, activation: activation, residual: t[1]));

    private static OperationCase Inference(string sizes, Shape shape, NormActivation activation, bool hasResidual = false)
    {
        CaseInput[] inputs =
        [
            X(shape, 0), Weight(shape), Bias(shape), CaseInput.Uniform("mean", [shape[1]], low: -0.05, high: 0.05) with { HasGradient = false },
            CaseInput.Uniform("variance", [shape[1]], low: 0.4, high: 0.5) with { HasGradient = false },
            .. hasResidual ? [Residual(shape, 0)] : Array.Empty<CaseInput>(),
        ];
        return Case(
            "BatchNormInference", sizes, inputs,
            t => t[0].BatchNormInference(t[3], t[4], t[1], t[2], activation: activation, residual: hasResidual ? t[5] : null));
    }

    private static CaseInput X(Shape shape, int pitch) => new("x", new Layout(shape, MemoryOrder.ChannelsLast, pitch), (generator, values) =>
    {
        generator.Uniform(values, -0.03, 0.03);
        for (int i = 0; i < values.Length; i++) values[i] += -0.9 + 0.6 * (i % 4);
    });

    private static CaseInput Residual(Shape shape, int pitch) => CaseInput.Uniform("residual", shape, low: -0.3, high: 0.3, pitch: pitch);

    private static CaseInput Weight(Shape shape) => CaseInput.Uniform("weight", [shape[1]], low: 3.8, high: 4.2);

    private static CaseInput Bias(Shape shape) => CaseInput.Uniform("bias", [shape[1]], low: 2.9, high: 3.1);

    private static OperationCase Case(string operation, string sizes, CaseInput[] inputs, Func<IReadOnlyList<Tensor>, Tensor> call) => new()
    {
        Name = $"{operation}/{sizes}",
        Inputs = inputs,
        Call = call,
        Flops = 6.0 * inputs[0].Layout.Shape.Elements,
        Bytes = 8.0 * inputs[0].Layout.Shape.Elements,
    };
}
