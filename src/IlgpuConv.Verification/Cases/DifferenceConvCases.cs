using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of convolutions whose filters are made of stored ones tap by tap: differences and circles.</summary>
internal sealed class DifferenceConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("CentralDifferenceConv2d/3-5 k3 p1 5x6", [1, 3, 5, 6], [5, 3, 3, 3], DifferenceTaps.Central(3, 0.7));
        yield return Case("CentralDifferenceConv2d/2-3 k1,5 7x6", [2, 2, 7, 6], [3, 2, 1, 5], DifferenceTaps.Central((1, 5), 0.3));
        yield return Case("CentralDifferenceConv2d/4-4 k3 depthwise 5x6", [1, 4, 5, 6], [4, 1, 3, 3], DifferenceTaps.Central(3, 1), groups: 4);
        yield return Case("CrossCentralDifferenceConv2d/3-4 HV 5x6", [1, 3, 5, 6], [4, 3, 1, 5], DifferenceTaps.Cross(CrossDifference.HorizontalVertical, 0.8));
        yield return Case("CrossCentralDifferenceConv2d/3-4 DG 5x6", [1, 3, 5, 6], [4, 3, 1, 5], DifferenceTaps.Cross(CrossDifference.Diagonal, 0.8));
        yield return Case("PixelDifferenceConv2d/3-17 angular 5x6", [1, 3, 5, 6], [17, 3, 3, 3], DifferenceTaps.Angular());
        yield return Case("PixelDifferenceConv2d/2-3 radial 6x7", [1, 2, 6, 7], [3, 2, 3, 3], DifferenceTaps.Radial(0.9), padding: 2);
        yield return Case("CircleConv2d/2-3 k3 5x6", [1, 2, 5, 6], [3, 2, 3, 3], CircleTaps.Matrix(3));
        yield return Case("CircleConv2d/2-3 k5 equal 7x6", [1, 2, 7, 6], [3, 2, 5, 5], CircleTaps.Matrix(5, CircleAngles.Equal), padding: 2);
        yield return new OperationCase
        {
            Name = "CentralDifferenceConv2d/2-3 k3 learned theta 5x6",
            Inputs = [.. Inputs([1, 2, 5, 6], [3, 2, 3, 3]), CaseInput.Uniform("theta", [1], low: 0.5, high: 0.9)],
            Call = t => t[0].Conv2d(t[1] - (t[1] - t[1].RemapTaps(DifferenceTaps.Central(3, 1))) * t[3], t[2], padding: 1),
        };
        // Away from the radii at which a tap crosses from pixel to pixel.
        yield return new OperationCase
        {
            Name = "CircleConv2d/2-3 k5 learned radius 7x6",
            Inputs = [.. Inputs([1, 2, 7, 6], [3, 2, 5, 5]), CaseInput.Uniform("radius", [1], low: 0.86, high: 0.93)],
            Call = t => t[0].Conv2d(t[1].OnCircles(t[3]), t[2], padding: 2),
        };
        yield return new OperationCase
        {
            Name = "LocalBinaryPattern/3 5x17 n2",
            Inputs = [CaseInput.Distinct("x", [2, 3, 5, 17])],
            Call = t => t[0].LocalBinaryPattern(),
            Tolerance = ToleranceRule.Exact,
            DerivativeOrder = 0,
        };
        yield return new OperationCase
        {
            Name = "LocalBinaryPattern/1 r2 9x38 slice",
            Inputs = [CaseInput.Distinct("x", [1, 1, 9, 38], pitch: 3)],
            Call = t => t[0].LocalBinaryPattern(2),
            Tolerance = ToleranceRule.Exact,
            DerivativeOrder = 0,
        };
        yield return new OperationCase
        {
            Name = "LocalBinaryPattern/1@3840x2160",
            Inputs = [CaseInput.Uniform("x", [1, 1, 2160, 3840])],
            Call = t => t[0].LocalBinaryPattern(),
            Tolerance = ToleranceRule.Exact,
            DerivativeOrder = 0,
            IsPerformanceOnly = true,
        };
    }

    private static OperationCase Case(string name, Shape x, Shape weight, TapMatrix matrix, int padding = 1, int groups = 1) => new()
    {
        Name = name,
        Inputs = Inputs(x, weight),
        Call = t => t[0].Conv2d(t[1].RemapTaps(matrix), t[2], padding: padding, groups: groups),
    };

    private static CaseInput[] Inputs(Shape x, Shape weight) =>
        [CaseInput.Uniform("x", x), CaseInput.Uniform("weight", weight, MemoryOrder.Filter), CaseInput.Uniform("bias", [weight[0]])];
}
