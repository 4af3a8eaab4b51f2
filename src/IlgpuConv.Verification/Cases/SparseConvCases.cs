using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of sparse convolutions over sites that the case's name draws.</summary>
internal sealed class SparseConvCases : CaseSource
{
    private const int SheetSites = 10_000;

    // What the rulebook of the sheets says: Sheets().Submanifold(3).Pairs.
    private const int SheetPairs = 444_020;

    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("Submanifold2d/k3 5-7 b2", SparseSitesOf(2, 40, 9, 8), [7, 5, 3, 3], (x, w, b) => x.SubmanifoldConv2d(w, b));
        yield return Case("Submanifold2d/k5x3 d1x2 g2", SparseSitesOf(1, 30, 8, 9), [6, 2, 5, 3], (x, w, b) => x.SubmanifoldConv2d(w, b, (1, 2), 2), 2);
        yield return Case("Submanifold3d/k3 3-17", SparseSitesOf(1, 60, 5, 6, 7), [17, 3, 3, 3, 3], (x, w, b) => x.SubmanifoldConv3d(w, b));
        yield return Case("Submanifold3d/k1x3x5 16-33 b2", SparseSitesOf(2, 25, 3, 4, 8), [33, 16, 1, 3, 5], (x, w, b) => x.SubmanifoldConv3d(w, b));
        yield return Case("Submanifold3d/k3 depthwise 19", SparseSitesOf(1, 40, 5, 4, 5), [19, 1, 3, 3, 3], (x, w, b) => x.SubmanifoldConv3d(w, b, groups: 19), 19);
        yield return Case("Submanifold2d/k3 one site", SparseSitesOf(1, 1, 4, 4), [3, 2, 3, 3], (x, w, b) => x.SubmanifoldConv2d(w, b));
        yield return Case("Submanifold2d/k3 no site", SparseSitesOf(2, 0, 4, 4), [3, 2, 3, 3], (x, w, b) => x.SubmanifoldConv2d(w, b));
        yield return Case("SparseConv2d/k3 s2 p1 4-5 b2", SparseSitesOf(2, 30, 9, 8), [5, 4, 3, 3], (x, w, b) => x.SparseConv2d(w, b, 2, 1));
        yield return Case("SparseConv2d/k2x4 s2x3 p0,1,2,0 d1x2", SparseSitesOf(1, 25, 9, 11), [3, 2, 2, 4], (x, w, b) => x.SparseConv2d(w, b, (2, 3), ((0, 1), (2, 0)), (1, 2)));
        yield return Case("SparseConv3d/k3 p1 3-5", SparseSitesOf(1, 30, 6, 5, 7), [5, 3, 3, 3, 3], (x, w, b) => x.SparseConv3d(w, b, padding: 1));
        yield return Case("SparseConv3d/k2 s2 g2 4-34", SparseSitesOf(2, 30, 6, 6, 6), [34, 2, 2, 2, 2], (x, w, b) => x.SparseConv3d(w, b, 2, groups: 2), 2);
        yield return Case("SparseInverse3d/k2 s2 4-5", SparseSitesOf(1, 40, 6, 7, 6).Convolution(2, 2).Output, [4, 5, 2, 2, 2], (x, w, b) => x.SparseInverseConv(w, b), isTransposed: true);
        yield return Case(
            "SparseTranspose2d/k3 s2 p1 op1 3-5", SparseSitesOf(2, 15, 5, 4), [3, 5, 3, 3], (x, w, b) => x.SparseConvTranspose2d(w, b, 2, 1, 1), isTransposed: true);
        yield return Case(
            "SparseTranspose3d/k2 s2 g2 4-6", SparseSitesOf(1, 15, 3, 4, 4), [4, 3, 2, 2, 2], (x, w, b) => x.SparseConvTranspose3d(w, b, 2, groups: 2), 2, true);
        foreach (int channels in (int[])[16, 32, 64]) yield return Timed(channels);
        yield return Case("SparseConv2d/k3 s3 few", SparseSitesOf(1, 3, 40, 40), [2, 2, 3, 3], (x, w, b) => x.SparseConv2d(w, b, 3, 1));
    }

    /// <summary>Sites of a batch that the sizes alone draw, each place with the same chance.</summary>
    internal static SparseSites SparseSitesOf(int batch, int count, params int[] spatial)
    {
        int places = spatial.Aggregate(batch, (n, size) => n * size);
        int[] drawn = new RandomGenerator((ulong)(places * 31 + count)).Permutation(places)[..count];
        Array.Sort(drawn);
        var coordinates = new List<int>();
        foreach (int place in drawn)
        {
            var site = new int[spatial.Length + 1];
            int rest = place;
            for (int axis = spatial.Length; axis > 0; axis--) (rest, site[axis]) = Math.DivRem(rest, spatial[axis - 1]);
            site[0] = rest;
            coordinates.AddRange(site);
        }
        return SparseSites.Of([.. coordinates], spatial, batch);
    }

    /// <summary>Five waving sheets, one voxel thick, one above another in 100 x 100 x 100: 50,000 sites, 5 in 100 places.</summary>
    internal static SparseSites Sheets()
    {
        var coordinates = new List<int>();
        for (int sheet = 0; sheet < 5; sheet++)
        {
            for (int place = 0; place < SheetSites; place++)
            {
                (int y, int x) = Math.DivRem(place, 100);
                coordinates.AddRange([0, (int)(20 * sheet + 10 + 8 * Math.Sin(0.07 * x) * Math.Cos(0.05 * y + sheet)), y, x]);
            }
        }
        return SparseSites.Of([.. coordinates], [100, 100, 100]);
    }

    private static OperationCase Case(
        string name, SparseSites sites, Shape weight, Func<SparseTensor, Tensor, Tensor, SparseTensor> call, int groups = 1, bool isTransposed = false)
    {
        int inChannels = isTransposed ? weight[0] : weight[1] * groups, outChannels = isTransposed ? weight[1] * groups : weight[0];
        return new OperationCase
        {
            Name = name,
            Inputs =
            [
                CaseInput.Uniform("features", [sites.Count, inChannels], pitch: inChannels + 3),
                CaseInput.Uniform("weight", weight, MemoryOrder.Filter),
                CaseInput.Uniform("bias", [outChannels]),
            ],
            Call = t => call(new SparseTensor(sites, t[0]), t[1], t[2]).Features,
            Tolerance = ToleranceRule.Linear,
        };
    }

    private static OperationCase Timed(int channels)
    {
        var sheets = new Lazy<SparseSites>(Sheets);
        return new OperationCase
        {
            Name = $"Submanifold3d/sheets 50k {channels}-{channels} k3",
            Inputs = [CaseInput.Uniform("features", [5 * SheetSites, channels]), CaseInput.Uniform("weight", [channels, channels, 3, 3, 3], MemoryOrder.Filter)],
            Call = t => new SparseTensor(sheets.Value, t[0]).SubmanifoldConv3d(t[1]).Features,
            Flops = 2.0 * SheetPairs * channels * channels,
            IsPerformanceOnly = true,
        };
    }
}
