using IlgpuConv.Ops;

namespace IlgpuConv.Verification;

/// <summary>Cases of 3-D convolution, shared and per sample.</summary>
internal sealed class Conv3dCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return FilterCase.Of("Conv3d/2-3 k3 p1 4x3x5", [2, 2, 4, 3, 5], [3, 2, 3, 3, 3], [3], (x, w, b) => x.Conv3d(w, b, padding: 1));
        yield return FilterCase.Of(
            "Conv3d/3-18 k2,3,1 s2,1,3 d1,2,1 4x6x7", [1, 3, 4, 6, 7], [18, 3, 2, 3, 1], [18],
            (x, w, b) => x.Conv3d(w, b, (2, 1, 3), ((1, 0), (2, 1), (-1, 2)), (1, 2, 1)));
        yield return FilterCase.Of("Conv3d/16-5 k1 2x3x4", [2, 16, 2, 3, 4], [5, 16, 1, 1, 1], [5], (x, w, b) => x.Conv3d(w, b));
        yield return FilterCase.Of("Conv3d/4-6 k2 g2 3x4x3", [2, 4, 3, 4, 3], [6, 2, 2, 2, 2], [6], (x, w, b) => x.Conv3d(w, b, padding: 1, groups: 2));
        yield return FilterCase.Of(
            "Conv3d/17-17 k3 p1 depthwise 3x3x4", [1, 17, 3, 3, 4], [17, 1, 3, 3, 3], [17], (x, w, b) => x.Conv3d(w, b, padding: 1, groups: 17));
        yield return FilterCase.Of(
            "Conv3d/3-6 k2 s2 depthwise 4x5x4", [2, 3, 4, 5, 4], [6, 1, 2, 2, 2], [6], (x, w, b) => x.Conv3d(w, b, 2, (0, 1, 0), groups: 3));
        yield return FilterCase.Of("Conv3d/3-2 k2 slice 3x3x3", [2, 3, 3, 3, 3], [2, 3, 2, 2, 2], [2], (x, w, b) => x.Conv3d(w, b), pitch: 8);
        yield return FilterCase.Of("Conv3d/1-1 k1 1x1x1", [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1], (x, w, b) => x.Conv3d(w, b));
        yield return FilterCase.Of("Conv3d/2-3 k2 n0", [0, 2, 3, 3, 3], [3, 2, 2, 2, 2], [3], (x, w, b) => x.Conv3d(w, b));
        yield return FilterCase.Of(
            "Conv3d/2-3 k2 input dilation 2,1,3 3x3x2", [1, 2, 3, 3, 2], [3, 2, 2, 2, 2], [3], (x, w, b) => x.Conv3d(w, b, (1, 2, 2), 1, inputDilation: (2, 1, 3)));
        yield return FilterCase.Of(
            "Conv3d/2-3 k3 p1 reflect 3x2x4", [1, 2, 3, 2, 4], [3, 2, 3, 3, 3], [3], (x, w, b) => x.Conv3d(w, b, padding: 1, paddingMode: PaddingMode.Reflect));
        yield return FilterCase.Of(
            "PerSampleConv3d/2-3 k2 3x2x3 n2", [2, 2, 3, 2, 3], [2, 3, 2, 2, 2, 2], [2, 3], (x, w, b) => x.PerSampleConv3d(w, b, padding: (0, 1, 0)));

        yield return FilterCase.Of(
            "Conv3d/32-32@28 k3", [1, 32, 28, 28, 28], [32, 32, 3, 3, 3], [32], (x, w, b) => x.Conv3d(w, b, padding: 1), 2.0 * 28 * 28 * 28 * 32 * 32 * 27, isTimed: true);
        yield return FilterCase.Of(
            "Conv3d/64-64@28 k3 depthwise", [1, 64, 28, 28, 28], [64, 1, 3, 3, 3], [64], (x, w, b) => x.Conv3d(w, b, padding: 1, groups: 64),
            2.0 * 28 * 28 * 28 * 64 * 27, isTimed: true);
    }
}
