using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of convolution with a dilation for each output channel.</summary>
internal sealed class InceptionConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("InceptionConv2d/4-6 k3 7x6 n2", [2, 4, 7, 6], 3, 1, 1, ((1, 1), 2), ((1, 2), 1), ((3, 1), 3));
        yield return Case("InceptionConv2d/3-5 k3 s2 7x8", [1, 3, 7, 8], 3, 2, 1, ((2, 1), 3), ((1, 3), 2));
        yield return Case("InceptionConv2d/4-6 k1,5 s(2,3) g2 5x17", [1, 4, 5, 17], (1, 5), (2, 3), 2, ((1, 2), 2), ((1, 1), 4));
        yield return Case("InceptionConv2d/2-37 k3 9x19 slice", [1, 2, 9, 19], 3, 1, 1, ((1, 1), 18), ((2, 2), 17), ((4, 4), 2)) with { DerivativeOrder = 1 };
        yield return Case("InceptionConv2d/20-2 k3 1x1", [1, 20, 1, 1], 3, 1, 1, ((2, 3), 1), ((1, 1), 1));
        // The first layer of the authors' ResNet-50 for detection, of two sizes, and one dilation alone for comparison.
        yield return Timed("InceptionConv2d/64-64@56 k3 k9", 56);
        yield return Timed("InceptionConv2d/64-64@28 k3 k9", 28);
        yield return Timed("InceptionConv2d/64-64@56 k3 one", 56, ((2, 2), 64));
    }

    private static OperationCase Timed(string name, int size, params (Pair Dilation, int Channels)[] runs) => Case(
        name, [1, 64, size, size], 3, 1, 1,
        runs.Length > 0 ? runs :
        [
            ((1, 1), 42), ((1, 2), 5), ((1, 3), 1), ((1, 4), 4), ((2, 1), 4), ((3, 1), 3), ((3, 3), 1), ((3, 4), 1), ((4, 1), 2), ((4, 4), 1),
        ]) with { Flops = 2.0 * 64 * 64 * 9 * size * size, IsPerformanceOnly = true };

    private static OperationCase Case(string name, Shape x, Pair kernel, Pair stride, int groups, params (Pair Dilation, int Channels)[] runs)
    {
        var pattern = new DilationPattern(runs.Select(run => new DilationRun(run.Dilation, run.Channels)));
        return FilterCase.Of(
            name, x, [pattern.Channels, x[1] / groups, kernel.Height, kernel.Width], [pattern.Channels],
            (input, weight, bias) => input.InceptionConv2d(weight, pattern, bias, stride, groups), pitch: name.EndsWith("slice", StringComparison.Ordinal) ? x[1] + 3 : 0);
    }
}
