using IlgpuConv.Ops;

namespace IlgpuConv.Verification;

/// <summary>Cases of 1-D convolution, shared and per sample.</summary>
internal sealed class Conv1dCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return FilterCase.Of("Conv1d/4-6 k3 p1 w9 n2", [2, 4, 9], [6, 4, 3], [6], (x, w, b) => x.Conv1d(w, b, padding: 1));
        yield return FilterCase.Of("Conv1d/3-17 k4 s3 d2 w23", [1, 3, 23], [17, 3, 4], [17], (x, w, b) => x.Conv1d(w, b, 3, (3, -1), 2));
        yield return FilterCase.Of("Conv1d/16-33 k1 w7 n3", [3, 16, 7], [33, 16, 1], [33], (x, w, b) => x.Conv1d(w, b));
        yield return FilterCase.Of("Conv1d/6-9 k3 g3 w8", [2, 6, 8], [9, 2, 3], [9], (x, w, b) => x.Conv1d(w, b, padding: 2, groups: 3));
        yield return FilterCase.Of("Conv1d/20-20 k3 s2 g5 w17", [2, 20, 17], [20, 4, 3], [20], (x, w, b) => x.Conv1d(w, b, 2, 1, groups: 5));
        yield return FilterCase.Of("Conv1d/17-17 k5 p2 depthwise w11", [2, 17, 11], [17, 1, 5], [17], (x, w, b) => x.Conv1d(w, b, padding: 2, groups: 17));
        yield return FilterCase.Of("Conv1d/5-15 k3 s2 depthwise w10", [1, 5, 10], [15, 1, 3], [15], (x, w, b) => x.Conv1d(w, b, 2, 1, groups: 5));
        yield return FilterCase.Of("Conv1d/5-4 k3 slice w9", [2, 5, 9], [4, 5, 3], [4], (x, w, b) => x.Conv1d(w, b), pitch: 12);
        yield return FilterCase.Of("Conv1d/2-3 k3 w150", [1, 2, 150], [3, 2, 3], [3], (x, w, b) => x.Conv1d(w, b, padding: 1));
        yield return FilterCase.Of("Conv1d/3-3 k3 d2 depthwise w300", [1, 3, 300], [3, 1, 3], [3], (x, w, b) => x.Conv1d(w, b, 1, 2, 2, groups: 3));
        yield return FilterCase.Of("Conv1d/1-1 k1 w1", [1, 1, 1], [1, 1, 1], [1], (x, w, b) => x.Conv1d(w, b));
        yield return FilterCase.Of("Conv1d/3-4 k3 n0", [0, 3, 5], [4, 3, 3], [4], (x, w, b) => x.Conv1d(w, b));
        yield return FilterCase.Of("Conv1d/3-5 k3 input dilation 2 w6", [2, 3, 6], [5, 3, 3], [5], (x, w, b) => x.Conv1d(w, b, padding: (2, 1), inputDilation: 2));
        yield return FilterCase.Of(
            "Conv1d/3-5 k4 s2 d3 input dilation 4 w7", [1, 3, 7], [5, 3, 4], [5], (x, w, b) => x.Conv1d(w, b, 2, (3, 2), 3, inputDilation: 4));
        yield return FilterCase.Of("Conv1d/4-5 k3 circular w6", [2, 4, 6], [5, 4, 3], [5], (x, w, b) => x.Conv1d(w, b, padding: (1, 7), paddingMode: PaddingMode.Circular));
        yield return FilterCase.Of(
            "PerSampleConv1d/4-6 k3 p1 g2 w7 n3", [3, 4, 7], [3, 6, 2, 3], [3, 6], (x, w, b) => x.PerSampleConv1d(w, b, padding: 1, groups: 2));

        yield return FilterCase.Of(
            "Conv1d/128-128 w4096 k3", [4, 128, 4096], [128, 128, 3], [128], (x, w, b) => x.Conv1d(w, b, padding: 1), 2.0 * 4 * 4096 * 128 * 128 * 3, isTimed: true);
        yield return FilterCase.Of(
            "Conv1d/256-256 w4096 k5 depthwise", [4, 256, 4096], [256, 1, 5], [256], (x, w, b) => x.Conv1d(w, b, padding: 2, groups: 256), 2.0 * 4 * 4096 * 256 * 5,
            isTimed: true);
    }
}
