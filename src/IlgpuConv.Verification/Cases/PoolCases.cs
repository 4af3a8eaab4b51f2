using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of maximum, average and adaptive average pooling.</summary>
internal sealed class PoolCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Max(), .. Average(), .. Adaptive(), .. Timed()];

    private static IEnumerable<OperationCase> Max()
    {
        yield return MaxCase("k2 c16 8x6 n2", [2, 16, 8, 6], x => x.MaxPool2d(2));
        yield return MaxCase("k2 c5 7x9 n2", [2, 5, 7, 9], x => x.MaxPool2d(2));
        yield return MaxCase("k3 s2 p1 c19 9x7 n2", [2, 19, 9, 7], x => x.MaxPool2d(3, 2, 1));
        yield return MaxCase("k3 s1 p1 c3 5x5", [1, 3, 5, 5], x => x.MaxPool2d(3, 1, 1));
        yield return MaxCase("k3 s2 p1 ceil c17 8x8", [1, 17, 8, 8], x => x.MaxPool2d(3, 2, 1, ceilMode: true));
        yield return MaxCase("k2 s2 ceil c4 5x7", [2, 4, 5, 7], x => x.MaxPool2d(2, ceilMode: true));
        yield return MaxCase("k3 s2 d2 p2 c6 11x9", [1, 6, 11, 9], x => x.MaxPool2d(3, 2, 2, dilation: 2));
        yield return MaxCase("k2 s3 c1 10x10 (gaps)", [1, 1, 10, 10], x => x.MaxPool2d(2, 3));
        yield return MaxCase("k3x2 s1x2 p1x0 d1x2 c7", [2, 7, 6, 9], x => x.MaxPool2d((3, 2), (1, 2), (1, 0), (1, 2)));
        yield return MaxCase("k2 c6 pitch 9", [2, 6, 4, 6], x => x.MaxPool2d(2), pitch: 9);
        yield return MaxCase("k2 n0", [0, 4, 4, 4], x => x.MaxPool2d(2));
        yield return MaxCase("k5 c33 5x5 (one window)", [2, 33, 5, 5], x => x.MaxPool2d(5));
    }

    private static IEnumerable<OperationCase> Average()
    {
        yield return AverageCase("k2 c16 8x6 n2", [2, 16, 8, 6], x => x.AvgPool2d(2));
        yield return AverageCase("k3 s2 p1 c19 9x7 n2", [2, 19, 9, 7], x => x.AvgPool2d(3, 2, 1));
        yield return AverageCase("k3 s2 p1 without padding c5", [2, 5, 9, 7], x => x.AvgPool2d(3, 2, 1, countIncludePad: false));
        yield return AverageCase("k3 s2 p1 ceil c4 8x8", [1, 4, 8, 8], x => x.AvgPool2d(3, 2, 1, ceilMode: true));
        yield return AverageCase("k3 s2 p1 ceil without padding c4", [1, 4, 8, 8], x => x.AvgPool2d(3, 2, 1, ceilMode: true, countIncludePad: false));
        yield return AverageCase("k2 s3 c1 10x10 (gaps)", [1, 1, 10, 10], x => x.AvgPool2d(2, 3));
        yield return AverageCase("k3x2 s1x2 p1x0 c7", [2, 7, 6, 9], x => x.AvgPool2d((3, 2), (1, 2), (1, 0)));
        yield return AverageCase("k2 c6 pitch 9", [2, 6, 4, 6], x => x.AvgPool2d(2), pitch: 9);
        yield return AverageCase("k2 n0", [0, 4, 4, 4], x => x.AvgPool2d(2));
    }

    private static IEnumerable<OperationCase> Adaptive()
    {
        yield return AdaptiveCase("o7 c16 8x8 (bins overlap)", [2, 16, 8, 8], x => x.AdaptiveAvgPool2d(7));
        yield return AdaptiveCase("o3x2 c5 7x9", [2, 5, 7, 9], x => x.AdaptiveAvgPool2d((3, 2)));
        yield return AdaptiveCase("o5 c19 3x4 (larger than the input)", [1, 19, 3, 4], x => x.AdaptiveAvgPool2d(5));
        yield return AdaptiveCase("o4 c3 4x4 (identity)", [2, 3, 4, 4], x => x.AdaptiveAvgPool2d(4));
        yield return AdaptiveCase("o1 c17 5x7 n3", [3, 17, 5, 7], x => x.GlobalAvgPool2d());
        yield return AdaptiveCase("o1 c1 8x8 n5", [5, 1, 8, 8], x => x.GlobalAvgPool2d());
        yield return AdaptiveCase("o2 c6 pitch 9", [2, 6, 5, 6], x => x.AdaptiveAvgPool2d(2), pitch: 9);
        yield return AdaptiveCase("o2 n0", [0, 4, 4, 4], x => x.AdaptiveAvgPool2d(2));
    }

    private static IEnumerable<OperationCase> Timed()
    {
        Shape images = [8, 64, 112, 112];
        yield return MaxCase("k2 c64 112x112 n8", images, x => x.MaxPool2d(2)) with { IsPerformanceOnly = true };
        yield return MaxCase("k3 s2 p1 c64 112x112 n8", images, x => x.MaxPool2d(3, 2, 1)) with { IsPerformanceOnly = true };
        yield return AverageCase("k2 c64 112x112 n8", images, x => x.AvgPool2d(2)) with { IsPerformanceOnly = true };
        yield return AdaptiveCase("o7 c128 56x56 n8", [8, 128, 56, 56], x => x.AdaptiveAvgPool2d(7)) with { IsPerformanceOnly = true };
        yield return AdaptiveCase("o1 c64 112x112 n8", images, x => x.GlobalAvgPool2d()) with { IsPerformanceOnly = true };
    }

    private static OperationCase MaxCase(string sizes, Shape shape, Func<Tensor, Tensor> call, int pitch = 0) =>
        Case("MaxPool2d", sizes, CaseInput.Distinct("x", shape, pitch: pitch), call) with { Tolerance = ToleranceRule.Rounding };

    private static OperationCase AverageCase(string sizes, Shape shape, Func<Tensor, Tensor> call, int pitch = 0) =>
        Case("AvgPool2d", sizes, CaseInput.Uniform("x", shape, pitch: pitch), call);

    private static OperationCase AdaptiveCase(string sizes, Shape shape, Func<Tensor, Tensor> call, int pitch = 0) =>
        Case("AdaptiveAvgPool2d", sizes, CaseInput.Uniform("x", shape, pitch: pitch), call);

    private static OperationCase Case(string operation, string sizes, CaseInput x, Func<Tensor, Tensor> call) => new()
    {
        Name = $"{operation}/{sizes}",
        Inputs = [x],
        Call = t => call(t[0]),
        Flops = x.Layout.Shape.Elements,
        Bytes = 4.0 * x.Layout.Shape.Elements,
    };
}
