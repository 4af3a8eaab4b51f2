using IlgpuConv.Ops;

namespace IlgpuConv.Verification;

/// <summary>Cases of transposed convolution in one to three dimensions.</summary>
internal sealed class ConvTransposeCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return FilterCase.Of("ConvTranspose2d/4-5 k3 s2 p1 op1 4x3 n2", [2, 4, 4, 3], [4, 5, 3, 3], [5], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1));
        yield return FilterCase.Of("ConvTranspose2d/4-6 k4 s2 p1 g2 3x5", [1, 4, 3, 5], [4, 3, 4, 4], [6], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, groups: 2));
        yield return FilterCase.Of("ConvTranspose2d/3-17 k3 s3 op2 d2 3x4", [1, 3, 3, 4], [3, 17, 3, 3], [17], (x, w, b) => x.ConvTranspose2d(w, b, 3, 0, 2, dilation: 2));
        yield return FilterCase.Of("ConvTranspose2d/2-3 k2 s2 p3 5x5", [1, 2, 5, 5], [2, 3, 2, 2], [3], (x, w, b) => x.ConvTranspose2d(w, b, 2, 3));
        yield return FilterCase.Of("ConvTranspose2d/3-2 k3 s1 d3 op2 3x4", [1, 3, 3, 4], [3, 2, 3, 3], [2], (x, w, b) => x.ConvTranspose2d(w, b, 1, 2, 2, dilation: 3));
        yield return FilterCase.Of("ConvTranspose2d/5-3 k1 s3 op2 3x2", [2, 5, 3, 2], [5, 3, 1, 1], [3], (x, w, b) => x.ConvTranspose2d(w, b, 3, 0, 2));
        yield return FilterCase.Of(
            "ConvTranspose2d/3-4 k2,3 s1,2 asymmetric 4x3", [1, 3, 4, 3], [3, 4, 2, 3], [4], (x, w, b) => x.ConvTranspose2d(w, b, (1, 2), ((-1, 0), (2, -1)), (0, 1)));
        yield return FilterCase.Of("ConvTranspose2d/17-17 k3 s2 depthwise 3x4", [2, 17, 3, 4], [17, 1, 3, 3], [17], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, groups: 17));
        yield return FilterCase.Of("ConvTranspose2d/8-4 k3 depthwise 4x3", [2, 8, 4, 3], [8, 1, 3, 3], [4], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1, groups: 4));
        yield return FilterCase.Of("ConvTranspose2d/4-12 k3 s2 multiplied 3x4", [2, 4, 3, 4], [4, 3, 3, 3], [12], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, groups: 4));
        yield return FilterCase.Of("ConvTranspose2d/4-3 k3 s2 size 6x8", [1, 4, 3, 4], [4, 3, 3, 3], [3], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, outputSize: (6, 8)));
        yield return FilterCase.Of("ConvTranspose2d/4-3 slice 3x4", [2, 4, 3, 4], [4, 3, 2, 2], [3], (x, w, b) => x.ConvTranspose2d(w, b, 2), pitch: 10);
        yield return FilterCase.Of("ConvTranspose2d/20-3 k4 s2 p1 op1 3x5 n2", [2, 20, 3, 5], [20, 3, 4, 4], [3], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1));
        yield return FilterCase.Of("ConvTranspose3d/16-2 k3 s1,2,2 2x3x4", [1, 16, 2, 3, 4], [16, 2, 3, 3, 3], [2], (x, w, b) => x.ConvTranspose3d(w, b, (1, 2, 2)));
        yield return FilterCase.Of("ConvTranspose1d/17-1 k9 s4 w6 n2", [2, 17, 6], [17, 1, 9], [1], (x, w, b) => x.ConvTranspose1d(w, b, 4));
        yield return FilterCase.Of("ConvTranspose2d/4-3 n0", [0, 4, 3, 4], [4, 3, 2, 2], [3], (x, w, b) => x.ConvTranspose2d(w, b, 2));
        yield return FilterCase.Of("ConvTranspose2d/1-1 k1 1x1", [1, 1, 1, 1], [1, 1, 1, 1], [1], (x, w, b) => x.ConvTranspose2d(w, b));
        yield return FilterCase.Of(
            "ConvTranspose2d/3-2 k3 s2 same-upper 4x3", [1, 3, 4, 3], [3, 2, 3, 3], [2], (x, w, b) => x.ConvTranspose2d(w, b, 2, PaddingRule.SameUpper));
        yield return FilterCase.Of(
            "ConvTranspose2d/3-2 k1 s3 same-lower 2x3", [1, 3, 2, 3], [3, 2, 1, 1], [2], (x, w, b) => x.ConvTranspose2d(w, b, 3, PaddingRule.SameLower));
        yield return FilterCase.Of("ConvTranspose2d/3-2 k4 same 4x3", [1, 3, 4, 3], [3, 2, 4, 4], [2], (x, w, b) => x.ConvTranspose2d(w, b, 1, PaddingRule.Same));
        yield return FilterCase.Of("ConvTranspose2d/3-2 k3 d2 full 6x7", [1, 3, 6, 7], [3, 2, 3, 3], [2], (x, w, b) => x.ConvTranspose2d(w, b, 1, PaddingRule.Full, dilation: 2));
        foreach (PaddingMode mode in (PaddingMode[])[PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular, PaddingMode.Symmetric])
        {
            yield return FilterCase.Of(
                $"ConvTranspose2d/2-3 k3 s2 p1 op1 {mode} 4x3", [1, 2, 4, 3], [2, 3, 3, 3], [3], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1, paddingMode: mode));
        }
        yield return FilterCase.Of("ConvTranspose1d/4-5 k5 s3 p1 op2 w6 n2", [2, 4, 6], [4, 5, 5], [5], (x, w, b) => x.ConvTranspose1d(w, b, 3, 1, 2));
        yield return FilterCase.Of("ConvTranspose1d/7-7 k3 s2 depthwise w9", [1, 7, 9], [7, 1, 3], [7], (x, w, b) => x.ConvTranspose1d(w, b, 2, (0, 1), groups: 7));
        yield return FilterCase.Of(
            "ConvTranspose3d/2-3 k2,3,2 s2,1,3 3x2x3", [1, 2, 3, 2, 3], [2, 3, 2, 3, 2], [3], (x, w, b) => x.ConvTranspose3d(w, b, (2, 1, 3), (0, 1, 0), (1, 0, 2)));
        yield return FilterCase.Of("ConvTranspose3d/4-4 k3 s2 g2 2x3x2", [2, 4, 2, 3, 2], [4, 2, 3, 3, 3], [4], (x, w, b) => x.ConvTranspose3d(w, b, 2, 1, groups: 2));

        yield return FilterCase.Of(
            "ConvTranspose2d/128-64@28 k4 s2", [1, 128, 28, 28], [128, 64, 4, 4], [64], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1), 2.0 * 28 * 28 * 128 * 64 * 16, isTimed: true);
        yield return FilterCase.Of(
            "ConvTranspose2d/256-128@14 k2 s2", [1, 256, 14, 14], [256, 128, 2, 2], [128], (x, w, b) => x.ConvTranspose2d(w, b, 2), 2.0 * 14 * 14 * 256 * 128 * 4, isTimed: true);
    }
}
