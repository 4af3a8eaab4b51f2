namespace IlgpuConv.Verification;

/// <summary>Cases of convolution with filters of each sample's own.</summary>
internal sealed class PerSampleConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return ConvCases.Case("PerSampleConv2d/4-6 k3 p1 g2 5x6 n2", [2, 4, 5, 6], [2, 6, 2, 3, 3], padding: 1, groups: 2, order: 2, bias: [2, 6]);
        yield return ConvCases.Case("PerSampleConv2d/3-5 k3 s2 p1 7x6 n3", [3, 3, 7, 6], [3, 5, 3, 3, 3], stride: 2, padding: 1, order: 2);
        yield return ConvCases.Case("PerSampleConv2d/17-33 k3 d2 p2 6x7 n2", [2, 17, 6, 7], [2, 33, 17, 3, 3], padding: 2, dilation: 2, bias: [2, 33]);
        yield return ConvCases.Case("PerSampleConv2d/7-16 k1 4x5 n3", [3, 7, 4, 5], [3, 16, 7, 1, 1], bias: [3, 16]);
        yield return ConvCases.Case("PerSampleConv2d/6-6 k3 p1 depthwise 5x6 n2", [2, 6, 5, 6], [2, 6, 1, 3, 3], padding: 1, groups: 6, order: 2, bias: [2, 6]);
        yield return ConvCases.Case("PerSampleConv2d/4-12 k3 p1 depthwise 5x6 n2", [2, 4, 5, 6], [2, 12, 1, 3, 3], padding: 1, groups: 4);
        yield return ConvCases.Case("PerSampleConv2d/12-12 k3 p1 g3 5x9 n2", [2, 12, 5, 9], [2, 12, 4, 3, 3], padding: 1, groups: 3, bias: [2, 12]);
        yield return ConvCases.Case("PerSampleConv2d/2-3 k3 p1 24x25 n2", [2, 2, 24, 25], [2, 3, 2, 3, 3], padding: 1, bias: [2, 3]);
        yield return ConvCases.Case("PerSampleConv2d/5-4 k3 slice 5x6 n2", [2, 5, 5, 6], [2, 4, 5, 3, 3], pitch: 16, bias: [2, 4]);
        yield return ConvCases.Case("PerSampleConv2d/3-4 k3 n1", [1, 3, 5, 5], [1, 4, 3, 3, 3], bias: [1, 4]);
        yield return ConvCases.Case("PerSampleConv2d/3-4 k3 n0", [0, 3, 5, 5], [0, 4, 3, 3, 3], bias: [0, 4]);
        yield return ConvCases.Case("PerSampleConv2d/64-128@14 k3 n8", [8, 64, 14, 14], [8, 128, 64, 3, 3], padding: 1, bias: [8, 128], isTimed: true)
            with { Tolerance = ToleranceRule.Winograd };
        yield return ConvCases.Case("PerSampleConv2d/16-32@8 k3 n32", [32, 16, 8, 8], [32, 32, 16, 3, 3], padding: 1, bias: [32, 32], isTimed: true);
    }
}
