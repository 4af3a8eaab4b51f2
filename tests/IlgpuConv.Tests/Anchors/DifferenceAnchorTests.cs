using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Difference, circle and coordinate convolutions.</summary>
public class DifferenceAnchorTests
{
    public static TheoryData<string, TapMatrix, int, int> Rows => new()
    {
        { "CDC theta=.7 k3 p1", DifferenceTaps.Central(3, 0.7), 3, 1 },
        { "CPDC", DifferenceTaps.Central(3, 1), 3, 1 },
        { "APDC", DifferenceTaps.Angular(), 3, 1 },
        { "RPDC (9 stored, index0 unused)", DifferenceTaps.Radial(), 3, 2 },
        { "Cross-CDC HV theta=.8", DifferenceTaps.Cross(CrossDifference.HorizontalVertical, 0.8), 0, 1 },
        { "Cross-CDC DG theta=.8", DifferenceTaps.Cross(CrossDifference.Diagonal, 0.8), 0, 1 },
        { "Circle k3 p1", CircleTaps.Matrix(3), 3, 1 },
        { "Circle k5 p2", CircleTaps.Matrix(5), 5, 2 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Remapped_filters(string row, TapMatrix matrix, int kernel, int padding)
    {
        Shape stored = kernel == 0 ? [5, 4, 5] : [5, 4, kernel, kernel];
        Anchor.Check(
            row, t => t[0].Conv2d(t[1].RemapTaps(matrix), padding: padding), ToleranceRule.Rounding, Anchor.X, new("w", stored, 2, Order: MemoryOrder.Filter));
    }

    [Fact]
    public void Coordinates() => Anchor.Check(
        "CoordConv (x,y,r) k3 p1", t => t[0].CoordConv2d(t[1], t[2], padding: 1, coordinates: CoordinateChannels.PlacesAndRadius), ToleranceRule.Rounding,
        Anchor.X, new("w", [5, 7, 3, 3], 2, Order: MemoryOrder.Filter), new("b", [5], 3));

    [Fact]
    public void Coordinates_as_channels() => Anchor.Check(
        "CoordConv (x,y,r) k3 p1", t => t[0].WithCoordinates(CoordinateChannels.PlacesAndRadius).Conv2d(t[1], t[2], padding: 1), ToleranceRule.Rounding,
        Anchor.X, new("w", [5, 7, 3, 3], 2, Order: MemoryOrder.Filter), new("b", [5], 3));
}
