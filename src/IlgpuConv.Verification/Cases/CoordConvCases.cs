using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of convolutions that see their coordinates.</summary>
internal sealed class CoordConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("CoordConv2d/3-4 k3 p1 5x6 n2", [2, 3, 5, 6], [4, 5, 3, 3], CoordinateChannels.Places);
        yield return Case("CoordConv2d/2-3 k3 radius 5x1", [1, 2, 5, 1], [3, 5, 3, 3], CoordinateChannels.PlacesAndRadius);
        yield return Case("CoordConv2d/2-3 k1 radius only 4x5", [1, 2, 4, 5], [3, 3, 1, 1], new(false, true, 0.5));
        yield return Case("CoordConv2d/2-3 n0", [0, 2, 4, 5], [3, 4, 3, 3], CoordinateChannels.Places);
        yield return new OperationCase
        {
            Name = "CoordConv2d/with coordinates 2 3x4x5 n2",
            Inputs = [CaseInput.Uniform("x", [2, 2, 3, 4, 5])],
            Call = t => t[0].WithCoordinates(CoordinateChannels.PlacesAndRadius),
        };
    }

    private static OperationCase Case(string name, Shape x, Shape weight, CoordinateChannels coordinates) => new()
    {
        Name = name,
        Inputs = [CaseInput.Uniform("x", x), CaseInput.Uniform("weight", weight, MemoryOrder.Filter), CaseInput.Uniform("bias", [weight[0]])],
        Call = t => t[0].CoordConv2d(t[1], t[2], padding: weight[2] / 2, coordinates: coordinates),
    };
}
