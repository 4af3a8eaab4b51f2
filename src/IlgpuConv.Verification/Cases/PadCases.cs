using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of padding and cropping, and of convolutions that pad with something else than zeros or by a rule.</summary>
internal sealed class PadCases : CaseSource
{
    private static readonly PaddingMode[] s_modes =
        [PaddingMode.Zeros, PaddingMode.Reflect, PaddingMode.Replicate, PaddingMode.Circular, PaddingMode.Symmetric, PaddingMode.Constant(-2.5)];

    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Pads(), .. Convolutions(), .. Timed()];

    private static IEnumerable<OperationCase> Pads()
    {
        foreach (PaddingMode mode in s_modes)
        {
            yield return Case("Pad2d", $"{mode} c5 4x3 n2", [2, 5, 4, 3], x => x.Pad2d(((2, 1), (0, 2)), mode));
            yield return Case("Pad2d", $"{mode} crops c17 5x6", [1, 17, 5, 6], x => x.Pad2d(((-1, 3), (4, -2)), mode));
            yield return Case("Pad1d", $"{mode} c3 w7", [2, 3, 7], x => x.Pad1d((5, 6), mode));
            yield return Case("Pad3d", $"{mode} c2 3x2x4", [1, 2, 3, 2, 4], x => x.Pad3d(((2, 1), (1, 0), (3, 3)), mode));
        }
        yield return Case("Pad2d", "circular many times c2 2x3", [1, 2, 2, 3], x => x.Pad2d(((5, 4), (0, 8)), PaddingMode.Circular));
        yield return Case("Pad2d", "replicate one pixel c16 1x1", [1, 16, 1, 1], x => x.Pad2d(2, PaddingMode.Replicate));
        yield return Case("Pad2d", "symmetric one pixel c1 1x1", [1, 1, 1, 1], x => x.Pad2d(1, PaddingMode.Symmetric));
        yield return Case("Pad2d", "reflect two pixels c3 2x2", [1, 3, 2, 2], x => x.Pad2d(1, PaddingMode.Reflect));
        yield return Case("Pad2d", "reflect n0", [0, 3, 4, 4], x => x.Pad2d(2, PaddingMode.Reflect));
        yield return Case("Pad2d", "reflect slice c6 4x4", [2, 6, 4, 4], x => x.Pad2d(2, PaddingMode.Reflect), pitch: 9);
        yield return Case("Pad2d", "crop c6 5x4", [2, 6, 5, 4], x => x.Pad2d(-1));
    }

    private static IEnumerable<OperationCase> Convolutions()
    {
        foreach (PaddingMode mode in s_modes[1..])
        {
            OperationCase subject = FilterCase.Of(
                $"Conv2d/3-4 k3 p1 {mode} 4x5", [1, 3, 4, 5], [4, 3, 3, 3], [4], (x, w, b) => x.Conv2d(w, b, padding: 1, paddingMode: mode));
            // The sums of sizes that bound a linear operation would have the negative constant in them.
            yield return Equals(mode, s_modes[^1]) ? subject with { Tolerance = ToleranceRule.Rounding } : subject;
        }
        foreach (PaddingRule rule in (PaddingRule[])[PaddingRule.SameUpper, PaddingRule.SameLower])
            yield return FilterCase.Of($"Conv2d/3-4 k4 s3 {rule} 7x5", [1, 3, 7, 5], [4, 3, 4, 4], [4], (x, w, b) => x.Conv2d(w, b, 3, rule));
        foreach (PaddingRule rule in (PaddingRule[])[PaddingRule.Same, PaddingRule.Full, PaddingRule.Valid])
            yield return FilterCase.Of($"Conv2d/3-4 k4,2 d1,3 {rule} 5x6", [1, 3, 5, 6], [4, 3, 4, 2], [4], (x, w, b) => x.Conv2d(w, b, padding: rule, dilation: (1, 3)));
        yield return FilterCase.Of(
            "Conv2d/3-4 k3 s2 input dilation 3,2 3x4", [1, 3, 3, 4], [4, 3, 3, 3], [4], (x, w, b) => x.Conv2d(w, b, 2, 1, inputDilation: (3, 2)));
        yield return FilterCase.Of(
            "Conv2d/5-5 k3 input dilation 2 depthwise 3x4", [1, 5, 3, 4], [5, 1, 3, 3], [5], (x, w, b) => x.Conv2d(w, b, 1, 1, groups: 5, inputDilation: 2));
    }

    private static IEnumerable<OperationCase> Timed()
    {
        Shape images = [4, 64, 112, 112];
        yield return Case("Pad2d", "reflect p1 c64 112x112 n4", images, x => x.Pad2d(1, PaddingMode.Reflect)) with { IsPerformanceOnly = true };
        yield return Case("Pad2d", "zeros p1 c64 112x112 n4", images, x => x.Pad2d(1)) with { IsPerformanceOnly = true };
    }

    private static OperationCase Case(string operation, string sizes, Shape x, Func<Tensor, Tensor> call, int pitch = 0) => new()
    {
        Name = $"{operation}/{sizes}",
        Inputs = [CaseInput.Uniform("x", x, pitch: pitch)],
        Call = t => call(t[0]),
        Bytes = 8.0 * x.Elements,
    };
}
