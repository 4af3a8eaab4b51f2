using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of batch normalisation, training and inference.</summary>
internal sealed class BatchNormCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Training("c16 4x4 n2", [2, 16, 4, 4]);
        yield return Training("c5 7x3 n2", [2, 5, 7, 3]);
        yield return Training("c19 3x5 n3", [3, 19, 3, 5]);
        yield return Training("c1 8x8 n5 (two slices)", [5, 1, 8, 8]);
        yield return Training("c33 17x16 n2 (three slices)", [2, 33, 17, 16]);
        yield return Training("c7 n9 (vectors)", [9, 7]);
        yield return Training("c4 l11 n2 (signals)", [2, 4, 11]);
        yield return Training("c3 2x3x2 n2 (volumes)", [2, 3, 2, 3, 2]);
        yield return Training("c6 pitch 10", [2, 6, 3, 5], pitch: 10);
        yield return Training("c6 values far from 0", [4, 6, 5, 5], low: 50, high: 52);
        yield return Plain("c5 6x5 n2", [2, 5, 6, 5]);
        yield return Inference("c16 4x4 n2", [2, 16, 4, 4]);
        yield return Inference("c5 7x3 n2", [2, 5, 7, 3]);
        yield return Inference("c6 pitch 10", [2, 6, 3, 5], pitch: 10);
        yield return Inference("c7 n3 (vectors)", [3, 7]);
        yield return Inference("c4 n0", [0, 4, 3, 3]);
        yield return Training("c64 56x56 n8", [8, 64, 56, 56]) with { IsPerformanceOnly = true };
        yield return Inference("c64 56x56 n8", [8, 64, 56, 56]) with { IsPerformanceOnly = true };
    }

    private static OperationCase Training(string sizes, Shape shape, int pitch = 0, double low = -1, double high = 1) =>
        Case("BatchNorm", sizes, [Input(shape, pitch, low, high), Weight(shape), Bias(shape)], t => t[0].BatchNorm(t[1], t[2]));

    private static OperationCase Plain(string sizes, Shape shape) =>
        Case("BatchNorm", $"without weight and bias {sizes}", [Input(shape)], t => t[0].BatchNorm(epsilon: 1e-3));

    private static OperationCase Inference(string sizes, Shape shape, int pitch = 0) =>
        Case(
            "BatchNormInference",
            sizes,
            [
                Input(shape, pitch), Weight(shape), Bias(shape),
                CaseInput.Uniform("mean", [shape[1]]) with { HasGradient = false },
                CaseInput.Uniform("variance", [shape[1]], low: 0.2, high: 3) with { HasGradient = false },
            ],
            t => t[0].BatchNormInference(t[3], t[4], t[1], t[2]));

    private static CaseInput Input(Shape shape, int pitch = 0, double low = -1, double high = 1) =>
        CaseInput.Uniform("x", shape, low: low, high: high, pitch: pitch);

    private static CaseInput Weight(Shape shape) => CaseInput.AwayFromZero("weight", [shape[1]]);

    private static CaseInput Bias(Shape shape) => CaseInput.Uniform("bias", [shape[1]]);

    private static OperationCase Case(string operation, string sizes, CaseInput[] inputs, Func<IReadOnlyList<Tensor>, Tensor> call) => new()
    {
        Name = $"{operation}/{sizes}",
        Inputs = inputs,
        Call = call,
        Flops = 4.0 * inputs[0].Layout.Shape.Elements,
        Bytes = 8.0 * inputs[0].Layout.Shape.Elements,
    };
}
