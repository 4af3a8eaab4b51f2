using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of unfold and fold.</summary>
internal sealed class UnfoldCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        (string Name, Shape Shape, Pair Kernel, Pair Dilation, Pair Padding, Pair Stride, int Pitch)[] shapes =
        [
            ("k3 c5 6x5 n2", [2, 5, 6, 5], 3, 1, 0, 1, 0), ("k3 p1 s2 c3 7x6", [1, 3, 7, 6], 3, 1, 1, 2, 0), ("k3x2 d2x1 p1x2 s2x1 c4", [2, 4, 7, 6], (3, 2), (2, 1), (1, 2), (2, 1), 0),
            ("k1 c17 3x3", [2, 17, 3, 3], 1, 1, 0, 1, 0), ("k2 s3 c1 8x8 (gaps)", [1, 1, 8, 8], 2, 1, 0, 3, 0), ("k2 c6 pitch 9", [2, 6, 4, 3], 2, 1, 0, 1, 9), ("k2 n0", [0, 3, 4, 4], 2, 1, 0, 1, 0),
        ];
        foreach (var (name, shape, kernel, dilation, padding, stride, pitch) in shapes)
        {
            yield return new OperationCase
            {
                Name = $"Unfold/{name}",
                Inputs = [CaseInput.Uniform("x", shape, pitch: pitch)],
                Call = t => t[0].Unfold(kernel, dilation, padding, stride),
                Tolerance = ToleranceRule.Linear,
            };
            Shape columns = UnfoldedShape(shape, kernel, dilation, padding, stride);
            yield return new OperationCase
            {
                Name = $"Fold/{name}",
                Inputs = [CaseInput.Uniform("columns", columns, pitch: pitch == 0 ? 0 : columns[1] + 3)],
                Call = t => t[0].Fold((shape[2], shape[3]), kernel, dilation, padding, stride),
                Tolerance = ToleranceRule.Linear,
            };
        }
        yield return new OperationCase
        {
            Name = "Unfold/k3 p1 c64 56x56 n2",
            Inputs = [CaseInput.Uniform("x", [2, 64, 56, 56])],
            Call = t => t[0].Unfold(3, padding: 1),
            Bytes = 40.0 * 2 * 64 * 56 * 56,
            IsPerformanceOnly = true,
        };
    }

    private static Shape UnfoldedShape(Shape image, Pair kernel, Pair dilation, Pair padding, Pair stride)
    {
        int rows = (image[2] + 2 * padding.Height - dilation.Height * (kernel.Height - 1) - 1) / stride.Height + 1;
        int columns = (image[3] + 2 * padding.Width - dilation.Width * (kernel.Width - 1) - 1) / stride.Width + 1;
        return [image[0], image[1] * kernel.Height * kernel.Width, rows * columns];
    }
}
