using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Sparse;

public class SparseSitesTests
{
    [Fact]
    public void Shuffled_sites_give_the_same_tensor_and_the_order_is_restored() => Property.ForAll(60, seed =>
    {
        using var scope = new TensorScope();
        var random = new Random(seed);
        int[] places = [.. Enumerable.Range(0, 2 * 4 * 5).Where(_ => random.Next(3) > 0)];
        int[] shuffled = [.. places];
        random.Shuffle(shuffled);
        SparseTensor expected = Make(places), actual = Make(shuffled);
        Assert.Equal(expected.Sites.ToArray(), actual.Sites.ToArray());
        Assert.Equal(expected.Features.ToArray<float>(), actual.Features.ToArray<float>());
        Assert.Equal(shuffled.SelectMany(p => (float[])[p, -p]), actual.InGivenOrder().ToArray<float>());

        static SparseTensor Make(int[] order) => SparseTensor.Of(
            Tensor.FromArray<float>([.. order.SelectMany(p => (float[])[p, -p])], [order.Length, 2]),
            [.. order.SelectMany(p => (int[])[p / 20, p / 5 % 4, p % 5])], [4, 5], 2);
    });

    [Fact]
    public void A_site_is_found_by_its_place()
    {
        SparseSites sites = SparseSites.Of([0, 1, 2, 3, 1, 0, 4, 0], [2, 5, 6], 2);
        Assert.Equal("2 sites of 2 x [2, 5, 6]", sites.ToString());
        Assert.Equal(0, sites.Find(new Site(0, 1, 2, 3)));
        Assert.Equal(1, sites.Find(new Site(1, 0, 4, 0)));
        Assert.Equal(-1, sites.Find(new Site(1, 1, 4, 0)));
        Assert.Equal(-1, sites.Find(new Site(0, 1, 2, 9)));
        Assert.Equal(-1, sites.Find(new Site(2, 0, 0, 0)));
        Assert.Equal(new Site(1, 0, 4, 0), sites[1]);
    }

    [Fact]
    public void The_hash_table_finds_every_key_and_no_other()
    {
        var random = new Random(3);
        long[] keys = [.. Enumerable.Range(0, 30_000).Select(_ => random.NextInt64(long.MaxValue)).Distinct().Order()];
        var table = new SiteTable(keys);
        Assert.True(table.Capacity >= 2 * keys.Length && (table.Capacity & (table.Capacity - 1)) == 0);
        for (int i = 0; i < keys.Length; i++) Assert.Equal(i, table.Find(keys[i]));
        HashSet<long> all = [.. keys];
        foreach (long key in keys) Assert.Equal(all.Contains(key + 1) ? Array.BinarySearch(keys, key + 1) : -1, table.Find(key + 1));
        Assert.Equal(-1, new SiteTable([]).Find(0));
    }

    [Fact]
    public void Shapes_beyond_31_bits_keep_their_places_apart()
    {
        using var scope = new TensorScope();
        // The keys of the first two sites differ by 2^32.
        int[] coordinates = [0, 0, 0, 5, 0, 0, 65_536, 5, 1, 99_999, 99_999, 65_535, 1, 99_999, 99_999, 65_534];
        SparseTensor x = SparseTensor.Of(Tensor.Full([4, 1], 1), coordinates, [100_000, 100_000, 65_536], 2);
        SparseTensor y = x.SubmanifoldConv3d(Tensor.Full([1, 1, 3, 3, 3], 1));
        Assert.Equal([1, 1, 2, 2], y.Features.ToArray<float>());
        Assert.Equal([1, 1, 2], x.SparseConv3d(Tensor.Full([1, 1, 2, 2, 2], 1), stride: 2).Features.ToArray<float>());
        string text = Assert.Throws<ArgumentException>(() => x.ToDense()).Message;
        Assert.StartsWith("[sparse] a dense tensor must have less than 2^31 elements. Got 1310720000000000 of 4 sites", text);
    }

    [Fact]
    public void Repeats_are_refused_left_out_or_averaged()
    {
        using var scope = new TensorScope();
        int[] coordinates = [0, 1, 1, 0, 0, 2, 0, 1, 1, 0, 1, 1];
        Tensor features = Tensor.FromArray<float>([1, 2, 4, 7], [4, 1]);
        Throws(
            "[sparse] sites must differ unless DuplicateSites says what is made of those that repeat. " +
            "Got 2 repeats among 4, the first number 2, which repeats number 0 at (0, 1, 1).",
            () => SparseTensor.Of(features, coordinates, [3, 3]));
        SparseTensor first = SparseTensor.Of(features, coordinates, [3, 3], duplicates: DuplicateSites.First);
        Assert.Equal([2, 1], first.Features.ToArray<float>());
        Assert.Equal(2, first.Repeats);
        Assert.Equal([1, 2, 0, 0], first.InGivenOrder().ToArray<float>());
        SparseTensor mean = SparseTensor.Of(features, coordinates, [3, 3], duplicates: DuplicateSites.Mean);
        Assert.Equal([2, 4], mean.Features.ToArray<float>());
        Assert.Equal([4, 2, 4, 4], mean.InGivenOrder().ToArray<float>());
    }

    [Fact]
    public void Sites_outside_are_counted_and_the_first_is_named() => Throws(
        "[sparse] sites must lie within batch 2 and shape [3, 4]. Got 2 of 4 outside, the first number 1 at (0, 3, 0).",
        () => SparseSites.Of([0, 1, 1, 0, 3, 0, 1, 0, 0, 2, 0, 0], [3, 4], 2));

    [Fact]
    public void Coordinates_come_in_whole_sites() => Throws(
        "[sparse] a site of shape [3, 4] has 3 coordinates, the batch first. Got 4 numbers.", () => SparseSites.Of([0, 1, 1, 0], [3, 4]));

    [Theory]
    [InlineData(new[] { 3 }, 1, "[3]")]
    [InlineData(new[] { 3, 0 }, 1, "[3, 0]")]
    [InlineData(new[] { 3, 4 }, -1, "[3, 4]")]
    public void Grids_have_two_or_three_axes(int[] shape, int batch, string text) => Throws(
        $"[sparse] the spatial shape must be [H, W] or [D, H, W] with sizes of at least 1, and the batch at least 0. Got batch {batch}, shape {text}.",
        () => SparseSites.Of([], shape, batch));

    [Fact]
    public void Grids_have_less_than_2_to_the_63_places() => Throws(
        "[sparse] the batch and the shape must multiply to less than 2^63 places. Got batch 3, shape [2000000000, 2000000000].",
        () => SparseSites.Of([], [2_000_000_000, 2_000_000_000], 3));

    [Fact]
    public void Features_have_a_row_for_each_site() => Throws(
        "[sparse] features must be [1, C] of a floating-point type, a row for each site. Got f32 [2, 3] row-major on cpu.",
        () => SparseTensor.Of(Tensor.Zeros([2, 3]), [0, 1, 1], [3, 4]));

    [Fact]
    public void The_order_is_that_of_the_same_sites() => Throws(
        "[sparse] the order is that of the same sites. Got 1 sites of 1 x [3, 4] for 1 sites of 1 x [3, 4].",
        () => SparseTensor.Of(Tensor.Zeros([1, 3]), [0, 1, 1], [3, 4]).InGivenOrder(SparseTensor.Of(Tensor.Zeros([1, 3]), [0, 1, 1], [3, 4])));

    [Fact]
    public void Sums_and_joined_channels_need_the_same_grid()
    {
        using var scope = new TensorScope();
        SparseTensor a = SparseTensor.Of(Tensor.Zeros([1, 3]), [0, 1, 1], [3, 4]), b = SparseTensor.Of(Tensor.Zeros([1, 2]), [0, 1, 1], [3, 4]);
        SparseTensor c = SparseTensor.Of(Tensor.Zeros([1, 3]), [0, 1, 2], [3, 4]);
        const string A = "1 sites of 1 x [3, 4], features f32 [1, 3] row-major on cpu", B = "1 sites of 1 x [3, 4], features f32 [1, 2] row-major on cpu";
        Throws($"[sparse] both tensors must have the same grid and the same channels. Got {A} and {B}.", () => a.Add(b));
        Throws($"[sparse] both tensors must have the same grid and the same sites. Got {A} and {A}.", () => a.ConcatChannels(c));
        Assert.Equal([1, 5], a.ConcatChannels(b).Features.Shape);
        Assert.Equal(2, a.Add(c).Sites.Count);
    }

    [Fact]
    public void Only_dense_tensors_with_places_become_sparse() => Throws(
        "[sparse] a dense tensor must be [N, C, (D,) H, W] of a floating-point type. Got f32 [2, 3] row-major on cpu.", () => Tensor.Zeros([2, 3]).ToSparse());

    [Fact]
    public void A_threshold_leaves_out_what_does_not_exceed_it()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray<float>([0, 0.5f, -2, 1, float.NaN, 0, 0, 0], [1, 2, 2, 2]);
        Assert.Equal([0, 0, 0, 0, 1, 0], x.ToSparse(1).Sites.ToArray());
        Assert.Equal(x.ToArray<float>(), x.ToSparse().ToDense().ToArray<float>());
    }

    internal static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
