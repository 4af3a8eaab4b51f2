using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of the poolings of signals and volumes.</summary>
internal sealed class PoolViewCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Max("MaxPool1d/k3 s2 p1 c5 l11", [2, 5, 11], x => x.MaxPool1d(3, 2, 1));
        yield return Max("MaxPool1d/k2 d3 ceil c17 l10", [1, 17, 10], x => x.MaxPool1d(2, 3, 0, 3, ceilMode: true));
        yield return Max("MaxPool1d/k2 pitch 9", [2, 6, 8], x => x.MaxPool1d(2), pitch: 9);
        yield return Max("MaxPool3d/k2 c5 4x6x5 n2", [2, 5, 4, 6, 5], x => x.MaxPool3d(2));
        yield return Max("MaxPool3d/k2x3x2 s1x2x2 p1 c3", [1, 3, 3, 5, 6], x => x.MaxPool3d((2, 3, 2), (1, 2, 2), 1));
        yield return Max("MaxPool3d/k3 s2 p1 d1x2x1 ceil c4", [1, 4, 5, 8, 5], x => x.MaxPool3d(3, 2, 1, (1, 2, 1), ceilMode: true));
        yield return Max("MaxPool3d/k2 pitch 9", [2, 6, 2, 4, 4], x => x.MaxPool3d(2), pitch: 9);
        yield return Mean("AvgPool1d/k3 s2 p1 c5 l11", [2, 5, 11], x => x.AvgPool1d(3, 2, 1));
        yield return Mean("AvgPool1d/k3 s2 p1 without padding ceil c5 l12", [2, 5, 12], x => x.AvgPool1d(3, 2, 1, true, false));
        yield return Mean("AvgPool3d/k2x3x2 s1x2x2 p1 c3", [2, 3, 3, 5, 6], x => x.AvgPool3d((2, 3, 2), (1, 2, 2), 1));
        yield return Mean("AvgPool3d/k2 s2 p1 without padding ceil c19", [1, 19, 3, 4, 5], x => x.AvgPool3d(2, 2, 1, true, false));
        yield return Mean("AdaptiveAvgPool1d/o4 c5 l11", [2, 5, 11], x => x.AdaptiveAvgPool1d(4));
        yield return Mean("AdaptiveAvgPool3d/o2x3x4 c3 3x5x6", [2, 3, 3, 5, 6], x => x.AdaptiveAvgPool3d((2, 3, 4)));
        yield return Mean("AdaptiveAvgPool3d/o1 c17 n0", [0, 17, 2, 2, 2], x => x.AdaptiveAvgPool3d(1));
    }

    private static OperationCase Max(string name, Shape shape, Func<Tensor, Tensor> call, int pitch = 0) =>
        new() { Name = name, Inputs = [CaseInput.Distinct("x", shape, pitch: pitch)], Call = t => call(t[0]) };

    private static OperationCase Mean(string name, Shape shape, Func<Tensor, Tensor> call) =>
        new() { Name = name, Inputs = [CaseInput.Uniform("x", shape)], Call = t => call(t[0]) };
}
