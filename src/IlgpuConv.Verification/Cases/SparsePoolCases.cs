using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of sparse pools and of the ways between rows, over sites that the sizes draw.</summary>
internal sealed class SparsePoolCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        SparseSites plane = SparseConvCases.SparseSitesOf(2, 40, 9, 8), volume = SparseConvCases.SparseSitesOf(1, 50, 5, 6, 7);
        SparseSites other = SparseConvCases.SparseSitesOf(2, 30, 9, 8);
        yield return Case("SparseMaxPool2d/k3 s2 p1 c19 b2", plane, 19, x => x.SparseMaxPool2d(3, 2, 1));
        yield return Case("SparseMaxPool3d/k2 c3", volume, 3, x => x.SparseMaxPool3d(2));
        yield return Case("SparseAvgPool2d/k2x3 s1 c5", plane, 5, x => x.SparseAvgPool2d((2, 3), 1));
        yield return Case("SparseAvgPool3d/k3 s2 p1 all places c17", volume, 17, x => x.SparseAvgPool3d(3, 2, 1, countInactive: true));
        yield return Case("SparseSumPool3d/k2 c4", volume, 4, x => x.SparseSumPool3d(2));
        yield return Case("SparseMaxPool2d/no site", SparseConvCases.SparseSitesOf(1, 0, 4, 4), 3, x => x.SparseMaxPool2d(2));
        yield return Of("SparseMeans/c18 b2", plane, 18, x => x.SampleMeans());
        yield return Of("SparseToDense/c7 b2", plane, 7, x => x.ToDense());
        yield return Of("SparseAdd/c6 b2", plane, 6, x => x.Add(new SparseTensor(other, x.Features.Slice(0, 3, other.Count))).Features);
        yield return Of("SparseConcat/c6 b2", plane, 6, x => x.ConcatChannels(x.With(x.Features * x.Features)).Features) with { Tolerance = ToleranceRule.Rounding };
        // The rows of a shuffled order, the first five repeated: sorted, averaged and spread again.
        int[] coordinates = plane.ToArray();
        int[] shuffled = [.. new RandomGenerator(3).Permutation(plane.Count).Concat([0, 1, 2, 3, 4]).SelectMany(i => coordinates[(3 * i)..(3 * i + 3)])];
        yield return new OperationCase
        {
            Name = "SparseOrder/mean c5",
            Inputs = [CaseInput.Uniform("features", [plane.Count + 5, 5], pitch: 9)],
            Call = t => SparseTensor.Of(t[0], shuffled, plane.SpatialShape, 2, DuplicateSites.Mean) is var x ? x.InGivenOrder(x.With(x.Features * x.Features)) : t[0],
        };
    }

    private static OperationCase Case(string name, SparseSites sites, int channels, Func<SparseTensor, SparseTensor> call) =>
        Of(name, sites, channels, x => call(x).Features);

    private static OperationCase Of(string name, SparseSites sites, int channels, Func<SparseTensor, Tensor> call) => new()
    {
        Name = name,
        Inputs = [CaseInput.Distinct("features", [sites.Count, channels], pitch: channels + 2)],
        Call = t => call(new SparseTensor(sites, t[0])),
    };
}
