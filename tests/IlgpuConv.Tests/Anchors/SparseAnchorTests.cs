using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Sparse convolutions of nine sites, two of which are given out of order.</summary>
public class SparseAnchorTests
{
    private static readonly int[] s_sites =
        [0, 0, 0, 0, 0, 3, 0, 2, 1, 0, 4, 4, 0, 5, 5, 0, 5, 4, 1, 1, 1, 1, 1, 2, 1, 6, 0];

    [Fact]
    public void Submanifold() => Anchor.Check(
        "SubMConv2d k3 (9 active)",
        t =>
        {
            SparseTensor x = SparseTensor.Of(t[0], s_sites, [7, 6], 2);
            return x.InGivenOrder(x.SubmanifoldConv2d(t[1]));
        },
        ToleranceRule.Linear, new("ft", [9, 3], 1), new("w", [4, 3, 3, 3], 2, Order: MemoryOrder.Filter));

    [Fact]
    public void Strided() => Anchor.Check(
        "SparseConv2d k3 s2 p1 (12 active out, sorted b,y,x)", t => SparseTensor.Of(t[0], s_sites, [7, 6], 2).SparseConv2d(t[1], stride: 2, padding: 1).Features,
        ToleranceRule.Linear, new("ft", [9, 3], 1), new("w", [4, 3, 3, 3], 2, Order: MemoryOrder.Filter));

    [Fact]
    public void Pairs_of_a_submanifold_convolution()
    {
        Rulebook book = SparseSites.Of(s_sites, [7, 6], 2).Submanifold((1, 3, 3));
        Assert.Equal([1, 1, 0, 2, 9, 2, 0, 1, 1], Enumerable.Range(0, 9).Select(book.Count));
        Assert.Equal(17, book.Pairs);
    }

    [Fact]
    public void Sites_and_pairs_of_a_strided_convolution()
    {
        Rulebook book = SparseSites.Of(s_sites, [7, 6], 2).Convolution((1, 3, 3), 2, 1);
        Assert.Equal([1, 2, 2, 2, 3, 2, 1, 2, 2], Enumerable.Range(0, 9).Select(book.Count));
        int[] sites = [0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 1, 0, 2, 2, 0, 3, 2, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 3, 0];
        Assert.Equal(sites, book.Output.ToArray());
        Assert.Equal("12 sites of 2 x [4, 3]", book.Output.ToString());
    }
}
