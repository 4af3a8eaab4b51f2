using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>
/// Cases of region-aware convolution. The guide's gradient is a surrogate that no difference can find: it is checked against anchors instead,
/// and so are the gradients of the layer, in which the guide depends on the image.
/// </summary>
internal sealed class RegionConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("m2 3-5 k3 p1 7x6 n2", [2, 3, 7, 6], [4, 5, 3, 3, 3], 2, 1, 1);
        yield return Case("m4 2-17 k3 s2 p1 6x7", [1, 2, 6, 7], [4, 17, 2, 3, 3], 4, 2, 1);
        yield return Case("m1 3-4 k1 n2", [2, 3, 4, 3], [2, 4, 3, 1, 1], 1, 1, 0);
        yield return Case("m3 2-3 k3x2 d2x1 p1x1 n2", [2, 2, 6, 5], [6, 3, 2, 3, 2], 3, 1, 1, (2, 1));
        yield return Case("m2 1-1 1x1", [1, 1, 1, 1], [2, 1, 1, 3, 3], 2, 1, 1);
        yield return Case("m2 2-3 n0", [0, 2, 4, 4], [0, 3, 2, 3, 3], 2, 1, 1);
        yield return Case("m2 pitch 9", [2, 3, 5, 9], [4, 4, 3, 3, 3], 2, 1, 1, pitch: 9);
        yield return Case("m3 6-18 k3 g3 p1 5x6 n2", [2, 6, 5, 6], [6, 18, 2, 3, 3], 3, 1, 1, groups: 3, bias: [18]);
        yield return Case("m8 64-64 28x28 n4", [4, 64, 28, 28], [32, 64, 64, 3, 3], 8, 1, 1) with { IsPerformanceOnly = true };
        yield return Layer("m3 4-5 k3 7x6 n2", [2, 4, 7, 6], g => new DRConv2d(4, 5, 3, 3, generator: g));
        yield return Layer("m2 3-4 k3 s2 n1", [1, 3, 7, 5], g => new DRConv2d(3, 4, 3, 2, 2, generator: g));
        yield return Layer("m2 6-4 k3 g2 bias n2", [2, 6, 5, 6], g => new DRConv2d(6, 4, 3, 2, groups: 2, hasBias: true, generator: g));
        yield return LayerCase.Timed("DRConv2d/m8 64-64 28x28 n8", [8, 64, 28, 28], g => new DRConv2d(64, 64, generator: g), 2.0 * 8 * 784 * 64 * 64 * 9);
    }

    private static OperationCase Case(
        string name, Shape x, Shape filters, int regions, int stride, int padding, Pair? dilation = null, int pitch = 0, int groups = 1, Shape? bias = null)
    {
        Pair step = dilation ?? 1;
        int height = (x[2] + 2 * padding - step.Height * (filters[3] - 1) - 1) / stride + 1;
        int width = (x[3] + 2 * padding - step.Width * (filters[4] - 1) - 1) / stride + 1;
        return new OperationCase
        {
            Name = $"RegionConv2d/{name}",
            Inputs =
            [
                CaseInput.Uniform("x", x, pitch: pitch),
                CaseInput.Distinct("guide", [x[0], regions, height, width], pitch: pitch == 0 ? 0 : regions + 1) with { HasGradient = false },
                CaseInput.Uniform("filters", filters, MemoryOrder.PerSampleFilter),
                .. bias is null ? (CaseInput[])[] : [CaseInput.Uniform("bias", bias)],
            ],
            Call = t => t[0].RegionConv2d(t[1], t[2], stride, padding, dilation, groups, bias is null ? null : t[3]),
            DerivativeOrder = 1,
            Flops = 2.0 * x[0] * height * width * filters.Elements / Math.Max(1, filters[0]),
            Bytes = 4.0 * (x.Elements + filters.Elements + (double)x[0] * filters[1] * height * width),
        };
    }

    private static OperationCase Layer(string name, Shape input, Func<RandomGenerator, DRConv2d> make) =>
        LayerCase.Of($"DRConv2d/{name}", CaseInput.Uniform("x", input), make) with { DerivativeOrder = 0 };
}
