using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Sparse;

public class SparseConvTests
{
    [Fact]
    public void Twenty_runs_on_any_number_of_threads_give_the_same_bits()
    {
        float[] expected = Run(1);
        for (int run = 0; run < 20; run++) Assert.Equal(expected, Run(1 + run % 3));

        static float[] Run(int threads)
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            var random = new RandomGenerator(1);
            int[] places = random.Permutation(9 * 11 * 10)[..400];
            int[] coordinates = [.. places.SelectMany(p => (int[])[0, p / 110, p / 10 % 11, p % 10])];
            Tensor Draw(Shape shape, MemoryOrder order = MemoryOrder.ChannelsLast)
            {
                Tensor result = Tensor.Uniform(shape, -1, 1, random, device: device, order: order);
                result.RequiresGrad = true;
                return result;
            }
            Tensor f = Draw([400, 5]);
            Tensor[] leaves =
            [
                f, Draw([21, 5, 3, 3, 3], MemoryOrder.Filter), Draw([18, 21, 2, 2, 2], MemoryOrder.Filter), Draw([18, 7, 2, 2, 2], MemoryOrder.Filter), Draw([7]),
                Draw([7, 3, 2, 2, 2], MemoryOrder.Filter),
            ];
            SparseTensor x = SparseTensor.Of(f, coordinates, [9, 11, 10]).SubmanifoldConv3d(leaves[1]);
            x = x.SparseMaxPool3d(3, 1, 1).SparseAvgPool3d(2, 1);
            SparseTensor y = x.SparseConv3d(leaves[2], stride: 2).SparseInverseConv(leaves[3], leaves[4]).SparseConvTranspose3d(leaves[5], stride: 2);
            Tensor[] first = Gradients.Of(y.Features.Square().Sum(), leaves);
            return [.. y.Features.ToArray<float>(), .. first.SelectMany(g => g.ToArray<float>())];
        }
    }

    [Fact]
    public void A_rulebook_is_made_once_for_each_geometry()
    {
        SparseSites sites = SparseSites.Of([0, 1, 1, 0, 2, 3], [4, 5]);
        Assert.Same(sites.Submanifold((1, 3, 3)), sites.Submanifold((1, 3, 3), 1));
        Assert.NotSame(sites.Submanifold((1, 3, 3)), sites.Submanifold((1, 3, 3), (1, 1, 2)));
        Rulebook book = sites.Convolution((1, 2, 2), 2);
        Assert.Same(book, sites.Convolution((1, 2, 2), (9, 2, 2), 0));
        Assert.Same(book, book.Output.Origin);
        Assert.Null(sites.Origin);
    }

    [Fact]
    public void Lists_ascend_and_the_table_says_the_same() => Property.ForAll(100, seed =>
    {
        var example = new SparseExample(seed);
        SparseSites sites = SparseSites.Of(example.Coordinates, example.Spatial, example.Batch);
        Triple kernel = example.Triple([.. example.Kernel.Select(k => k | 1)]), dilation = example.Triple(example.Dilation);
        foreach (Rulebook book in (Rulebook[])
            [sites.Submanifold(kernel, dilation), sites.Convolution(kernel, example.Triple(example.Stride), 9, dilation), sites.Transposed(kernel, example.Triple(example.Stride), dilation: dilation)])
        {
            int[,] table = book.Neighbours();
            int pairs = 0;
            for (int tap = 0; tap < book.Taps; tap++)
            {
                int[] inputs = book.Inputs(tap).ToArray(), outputs = book.Outputs(tap).ToArray();
                for (int i = 1; i < inputs.Length; i++) Assert.True(inputs[i] > inputs[i - 1] && outputs[i] > outputs[i - 1], $"{example}: {book}, tap {tap}");
                for (int i = 0; i < inputs.Length; i++) Assert.Equal(inputs[i], table[tap, outputs[i]]);
                Assert.Equal(inputs.Length, Enumerable.Range(0, book.Output.Count).Count(o => table[tap, o] >= 0));
                pairs += book.Count(tap);
            }
            Assert.Equal(pairs, book.Pairs);
            foreach (SparseSites ends in (SparseSites[])[book.Input, book.Output])
                Assert.True(ends.ToArray().Length == 0 || ends.Keys.Zip(ends.Keys.Skip(1)).All(k => k.First < k.Second));
        }
    });

    [Fact]
    public void Every_tap_of_a_large_filter_is_counted()
    {
        // 343 taps over a full cube: each of two places along an axis with d between them has 7 - d taps.
        int[] coordinates = [.. Enumerable.Range(0, 343).SelectMany(p => (int[])[0, p / 49, p / 7 % 7, p % 7])];
        SparseTensor x = SparseTensor.Of(Tensor.Full([343, 1], 1), coordinates, [7, 7, 7]);
        Rulebook book = x.Sites.Submanifold(7);
        int along = Enumerable.Range(-3, 7).Sum(d => 7 - Math.Abs(d));
        Assert.Equal(343, book.Taps);
        Assert.Equal(along * along * along, book.Pairs);
        Assert.Equal(343, book.Count(171));
        using var scope = new TensorScope();
        Assert.Equal(x.ToDense().Conv3d(Tensor.Full([1, 1, 7, 7, 7], 1), padding: 3).ToArray<float>(), x.SubmanifoldConv3d(Tensor.Full([1, 1, 7, 7, 7], 1)).ToDense().ToArray<float>());
    }

    [Fact]
    public void Without_sites_everything_is_empty_and_gradients_are_zero()
    {
        using var scope = new TensorScope();
        Tensor f = Tensor.Zeros([0, 2]), w = Tensor.Full([3, 2, 2, 2], 1, order: MemoryOrder.Filter), b = Tensor.Full([3], 1);
        f.RequiresGrad = w.RequiresGrad = b.RequiresGrad = true;
        SparseTensor x = SparseTensor.Of(f, [], [4, 4], 2), y = x.SparseConv2d(w, b, 2);
        Assert.Equal([0, 3], y.Features.Shape);
        Tensor[] gradients = Gradients.Of(y.Features, [f, w, b], gradient: Tensor.Zeros([0, 3]));
        Assert.Equal([0, 2], gradients[0].Shape);
        Assert.All([.. gradients[1].ToArray<float>(), .. gradients[2].ToArray<float>()], g => Assert.Equal(0, g));
        Assert.Equal(new float[2 * 3 * 4], y.ToDense().ToArray<float>());
        Assert.Equal(0, y.SparseMaxPool2d(2).Sites.Count);
        Assert.Equal(0, y.SparseInverseConv(Tensor.Zeros([3, 1, 2, 2])).Sites.Count);
        Assert.Equal(0, y.SparseConvTranspose2d(Tensor.Zeros([3, 1, 2, 2])).Sites.Count);
        Assert.Equal(new float[6], y.SampleMeans().ToArray<float>());
        Assert.Equal(0, x.ToDense().ToSparse().Sites.Count);
        Assert.Equal(0, SparseTensor.Of(Tensor.Zeros([0, 2]), [], [4, 4], 0).Add(SparseTensor.Of(Tensor.Zeros([0, 2]), [], [4, 4], 0)).Sites.Count);
    }

    [Fact]
    public void A_plan_says_what_it_chose()
    {
        SparseSites sites = SparseSites.Of([.. Enumerable.Range(0, 6000).SelectMany(p => (int[])[0, p / 100, p % 100])], [60, 100]);
        var shape = new SparseConvShape(sites.Submanifold((1, 3, 3)), [64, 64, 3, 3], 1);
        var device = new DeviceCapabilities(DeviceKind.Cpu, 16, 2, 32, 1 << 30, true, true);
        Assert.Equal(
            "Forward: tiles 6x4 x 1 for 64 channels in vectors of 16, blocks of 512 sites, 53044 pairs",
            SparseConvPlan.Of(shape, ConvDirection.Forward, 16, device).ToString());
        Assert.Equal(
            "WeightGradient: tiles 6x4 x 1 for 64 channels in vectors of 16, 24 parts in blocks of 256 sites, 53044 pairs",
            SparseConvPlan.Of(shape, ConvDirection.WeightGradient, 16, device).ToString());
    }
}
