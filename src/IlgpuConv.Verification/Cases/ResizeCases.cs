using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of resize and of pixel shuffles: up, down, by fractions, identical axes, one to three dimensions.</summary>
internal sealed class ResizeCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Resized(ResizeMode.Nearest), .. Resized(ResizeMode.Linear), .. Shuffled(), .. Timed()];

    private static IEnumerable<OperationCase> Resized(ResizeMode mode)
    {
        (string Name, Shape Shape, int[] Size, int Pitch)[] shapes =
        [
            ("c16 4x6 to 8x12", [2, 16, 4, 6], [8, 12], 0), ("c5 7x6 to 9x10", [2, 5, 7, 6], [9, 10], 0), ("c19 9x7 to 4x3", [1, 19, 9, 7], [4, 3], 0),
            ("c3 5x6 to 5x15 (one axis)", [2, 3, 5, 6], [5, 15], 0), ("c3 4x4 to 4x4 (identity)", [1, 3, 4, 4], [4, 4], 0), ("c2 1x1 to 3x4", [2, 2, 1, 1], [3, 4], 0),
            ("c2 11x13 to 1x1", [1, 2, 11, 13], [1, 1], 0), ("c6 4x3 to 7x8 pitch 9", [2, 6, 4, 3], [7, 8], 9), ("c4 l9 to 20 (signals)", [2, 4, 9], [20], 0),
            ("c4 l17 to 5 (signals)", [2, 4, 17], [5], 0), ("c3 2x3x4 to 5x4x7 (volumes)", [2, 3, 2, 3, 4], [5, 4, 7], 0), ("c3 n0", [0, 3, 4, 4], [8, 8], 0),
        ];
        foreach (var (name, shape, size, pitch) in shapes)
            yield return Case($"Resize/{(mode == ResizeMode.Nearest ? "nearest" : "linear")} {name}", shape, x => x.Resize(size, mode), pitch, ToleranceRule.Linear);
    }

    private static IEnumerable<OperationCase> Shuffled()
    {
        (string Name, Shape Shape, int Factor, int Pitch)[] shapes =
            [("r2 c12 3x5 n2", [2, 12, 3, 5], 2, 0), ("r3 c18 2x1", [1, 18, 2, 1], 3, 0), ("r2 c76 2x2", [1, 76, 2, 2], 2, 0), ("r1 c3", [2, 3, 2, 2], 1, 0), ("r2 c8 pitch 11", [2, 8, 3, 2], 2, 11), ("r2 n0", [0, 4, 2, 2], 2, 0)];
        foreach (var (name, shape, factor, pitch) in shapes)
            yield return Case($"PixelShuffle/{name}", shape, x => x.PixelShuffle(factor), pitch, ToleranceRule.Exact);
        yield return Case("PixelUnshuffle/r2 c3 6x4", [2, 3, 6, 4], x => x.PixelUnshuffle(2), 0, ToleranceRule.Exact);
        yield return Case("PixelUnshuffle/r3 c19 3x6 pitch 20", [2, 19, 3, 6], x => x.PixelUnshuffle(3), 20, ToleranceRule.Exact);
    }

    private static IEnumerable<OperationCase> Timed()
    {
        Shape images = [8, 64, 56, 56];
        yield return Case("Resize/nearest x2 c64 56x56 n8", images, x => x.Upsample(2), 0, ToleranceRule.Linear) with { IsPerformanceOnly = true };
        yield return Case("Resize/linear x2 c64 56x56 n8", images, x => x.Upsample(2, ResizeMode.Linear), 0, ToleranceRule.Linear) with { IsPerformanceOnly = true };
        yield return Case("PixelShuffle/r2 c64 56x56 n8", images, x => x.PixelShuffle(2), 0, ToleranceRule.Exact) with { IsPerformanceOnly = true, Bytes = 8.0 * images.Elements };
    }

    private static OperationCase Case(string name, Shape shape, Func<Tensor, Tensor> call, int pitch, ToleranceRule tolerance) => new()
    {
        Name = name,
        Inputs = [CaseInput.Uniform("x", shape, pitch: pitch)],
        Call = t => call(t[0]),
        Tolerance = tolerance,
        Bytes = 20.0 * shape.Elements,
    };
}
