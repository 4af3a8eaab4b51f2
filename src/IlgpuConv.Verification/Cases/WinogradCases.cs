using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of 2-D convolution by Winograd's filtering, forward and gradients, compared with the direct sums of <c>reference</c>.</summary>
internal sealed class WinogradCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach ((string form, ConvAlgorithm algorithm) in ((string, ConvAlgorithm)[])[("winograd 2x2", ConvAlgorithm.Winograd2), ("winograd 4x4", ConvAlgorithm.Winograd4)])
        {
            OperationCase Case(string sizes, Shape x, Shape weight, Padding2 padding, ConvActivation activation = ConvActivation.None, int pitch = 0, double flops = 0, Pair? dilation = null) =>
                FilterCase.Of($"Conv2d/{form} {sizes}", x, weight, [weight[0]], (input, w, b) =>
                {
                    // The definition stays what it is.
                    using var scope = new ConvAlgorithmScope(input.Device.Capabilities.Kind == DeviceKind.Reference ? ConvAlgorithm.Direct : algorithm);
                    return input.Conv2d(w, b, padding: padding, dilation: dilation, activation: activation);
                }, flops, pitch, isTimed: flops > 0) with
                { Tolerance = ToleranceRule.Winograd, DerivativeOrder = activation == ConvActivation.None ? 1 : 0 };

            yield return Case("16-16 k3 p1 9x10 n2", [2, 16, 9, 10], [16, 16, 3, 3], 1);
            yield return Case("5-7 k3 p1 5x6", [1, 5, 5, 6], [7, 5, 3, 3], 1);
            yield return Case("17-33 k3 6x11 n2", [2, 17, 6, 11], [33, 17, 3, 3], 0);
            yield return Case("20-70 k3 p2 7x4", [1, 20, 7, 4], [70, 20, 3, 3], 2);
            yield return Case("3-4 k3 asymmetric 5x8", [1, 3, 5, 8], [4, 3, 3, 3], ((1, 0), (2, 3)));
            yield return Case("5-4 k3 crop 8x9", [1, 5, 8, 9], [4, 5, 3, 3], ((-1, -2), (-1, 1)));
            yield return Case("8-6 k3 p1 slice 5x6", [2, 8, 5, 6], [6, 8, 3, 3], 1, pitch: 24);
            yield return Case("1-1 k3 p1 1x1", [1, 1, 1, 1], [1, 1, 3, 3], 1);
            yield return Case("2-3 k3 p3 1x2", [1, 2, 1, 2], [3, 2, 3, 3], 3);
            yield return Case("6-18 k3 p1 relu 6x7", [1, 6, 6, 7], [18, 6, 3, 3], 1, ConvActivation.Relu);
            yield return Case("3-4 k3 n0", [0, 3, 5, 5], [4, 3, 3, 3], 0);
            yield return Case("16-16 k3 p2 d2 9x11 n2", [2, 16, 9, 11], [16, 16, 3, 3], 2, dilation: 2);
            yield return Case("5-7 k3 p3 d3 13x10", [1, 5, 13, 10], [7, 5, 3, 3], 3, dilation: 3);
            yield return Case("3-4 k3 asymmetric d2x3 7x12", [2, 3, 7, 12], [4, 3, 3, 3], ((1, 0), (2, 5)), dilation: (2, 3));
            yield return Case("4-5 k3 d1x2 slice 6x9", [1, 4, 6, 9], [5, 4, 3, 3], ((2, 1), (0, 1)), pitch: 8, dilation: (1, 2));
            yield return Case("5-4 k3 crop d2 11x12", [1, 5, 11, 12], [4, 5, 3, 3], ((-1, -2), (-1, 1)), dilation: 2);
            yield return Case("2-3 k3 p7 d7 3x2", [1, 2, 3, 2], [3, 2, 3, 3], 7, dilation: 7);
            yield return Case("64-64@56 k3", [1, 64, 56, 56], [64, 64, 3, 3], 1, flops: 2.0 * 56 * 56 * 64 * 64 * 9);
            yield return Case("256-256@14 k3", [1, 256, 14, 14], [256, 256, 3, 3], 1, flops: 2.0 * 14 * 14 * 256 * 256 * 9);
        }
        yield return Sample("16-16 k3 p1 9x10 n2", [2, 16, 9, 10], [2, 16, 16, 3, 3], 1);
        yield return Sample("5-7 k3 p1 5x6 n3", [3, 5, 5, 6], [3, 7, 5, 3, 3], 1);
        yield return Sample("17-70 k3 6x11 n2", [2, 17, 6, 11], [2, 70, 17, 3, 3], 0);
        yield return Sample("5-128 k3 p1 7x6 n2", [2, 5, 7, 6], [2, 128, 5, 3, 3], 1);
        yield return Sample("3-4 k3 asymmetric 5x8 n2", [2, 3, 5, 8], [2, 4, 3, 3, 3], ((1, 0), (2, 3)));
        yield return Sample("8-6 k3 p1 slice 23x22 n2", [2, 8, 23, 22], [2, 6, 8, 3, 3], 1, pitch: 24);
        yield return Sample("1-1 k3 p1 1x1", [1, 1, 1, 1], [1, 1, 1, 3, 3], 1);
        yield return Sample("3-4 k3 n0", [0, 3, 5, 5], [0, 4, 3, 3, 3], 0);
        yield return Sample("5-18 k3 p2 d2x3 9x10 n2", [2, 5, 9, 10], [2, 18, 5, 3, 3], 2, dilation: (2, 3));
        yield return Sample("64-64@28 k3 n4", [4, 64, 28, 28], [4, 64, 64, 3, 3], 1, flops: 4 * 2.0 * 28 * 28 * 64 * 64 * 9);
    }

    /// <summary>A filter and a bias of each sample.</summary>
    private static OperationCase Sample(string sizes, Shape x, Shape weight, Padding2 padding, int pitch = 0, double flops = 0, Pair? dilation = null) =>
        FilterCase.Of($"PerSampleConv2d/winograd 4x4 {sizes}", x, weight, [weight[0], weight[1]], (input, w, b) =>
        {
            using var scope = new ConvAlgorithmScope(
                input.Device.Capabilities.Kind == DeviceKind.Reference ? ConvAlgorithm.Direct : ConvAlgorithm.Winograd4);
            return input.PerSampleConv2d(w, b, padding: padding, dilation: dilation);
        }, flops, pitch, isTimed: flops > 0) with
        { Tolerance = ToleranceRule.Winograd, DerivativeOrder = flops > 0 ? 0 : 1 };
}
