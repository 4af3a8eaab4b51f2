using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Sparse;

/// <summary>Sparse convolutions of random sites are dense ones under a mask, and so are their gradients.</summary>
public class SparsePropertyTests
{
    [Fact]
    public void Submanifold_is_dense_convolution_at_the_input_sites() => Property.ForAll(150, seed =>
    {
        using var scope = new TensorScope();
        var example = new SparseExample(seed, isOdd: true);
        Tensor f = example.Random([example.Count, example.In]), b = example.Random([example.Out]);
        Tensor w = example.Random([example.Out, example.In / example.Groups, .. example.Kernel], MemoryOrder.Filter);
        SparseTensor x = example.Input(f);
        SparseTensor y = example.Rank == 2
            ? x.SubmanifoldConv2d(w, b, (example.Dilation[0], example.Dilation[1]), example.Groups)
            : x.SubmanifoldConv3d(w, b, example.Triple(example.Dilation), example.Groups);
        Assert.Same(x.Sites, y.Sites);
        Tensor dense = example.Convolve(x.ToDense(), w, b, isSame: true) * SparseExample.Mask(y.Sites);
        Compare(example, SparseExample.Run(dense, [f, w, b]), SparseExample.Run(y.ToDense(), [f, w, b]));
    });

    [Fact]
    public void Convolution_is_dense_convolution_where_a_window_holds_a_site() => Property.ForAll(200, seed =>
    {
        using var scope = new TensorScope();
        var example = new SparseExample(seed);
        Tensor f = example.Random([example.Count, example.In]), b = example.Random([example.Out]);
        Tensor w = example.Random([example.Out, example.In / example.Groups, .. example.Kernel], MemoryOrder.Filter);
        SparseTensor x = example.Input(f), y = example.Convolve(x, w, b);
        // Where a window holds a site, a convolution of ones over the mask is not zero.
        Tensor ones = Tensor.Full([1, 1, .. example.Kernel], 1, IlgpuConv.Runtime.ElementType.Float64);
        double[] reached = Ungrouped(example, SparseExample.Mask(x.Sites), ones).ToDoubles(), mask = SparseExample.Mask(y.Sites).ToDoubles();
        Assert.Equal(reached.Select(r => r != 0 ? 1.0 : 0), mask);
        Tensor dense = example.Convolve(x.ToDense(), w, b, isSame: false) * SparseExample.Mask(y.Sites);
        Compare(example, SparseExample.Run(dense, [f, w, b]), SparseExample.Run(y.ToDense(), [f, w, b]));
    });

    [Fact]
    public void Transposed_convolution_is_the_dense_one_where_a_tap_reaches() => Property.ForAll(150, seed =>
    {
        using var scope = new TensorScope();
        var example = new SparseExample(seed, isTransposed: true);
        Tensor f = example.Random([example.Count, example.In]), b = example.Random([example.Out]);
        Tensor w = example.Random([example.In, example.Out / example.Groups, .. example.Kernel], MemoryOrder.Filter);
        SparseTensor x = example.Input(f), y = example.Transpose(x, w, b);
        Tensor dense = example.Transpose(x.ToDense(), w, b) * SparseExample.Mask(y.Sites);
        Assert.Equal(dense.Shape, y.DenseShape);
        Compare(example, SparseExample.Run(dense, [f, w, b]), SparseExample.Run(y.ToDense(), [f, w, b]));
        // Beyond the mask the dense one has nothing but the bias.
        double[] all = (example.Transpose(x.ToDense(), w, b) - Tensor.Zeros([1], f.Type)).ToDoubles(), inside = dense.ToDoubles(), bias = b.ToDoubles();
        int places = all.Length / example.Out / example.Batch;
        for (int i = 0; i < all.Length; i++) Assert.True(inside[i] != 0 || Math.Abs(all[i] - bias[i / places % example.Out]) < 1e-12, $"{example}: element {i}");
    });

    [Fact]
    public void Inverse_convolution_is_the_transposed_one_at_the_sites_it_came_from() => Property.ForAll(150, seed =>
    {
        using var scope = new TensorScope();
        var example = new SparseExample(seed, isTransposed: true);
        for (int a = 0; a < example.Rank; a++) if (example.Dilation[a] * (example.Kernel[a] - 1) + 1 > example.Spatial[a]) example.Kernel[a] = 1;
        // Where the stride steps over the last places, the transposed convolution alone would not give the size back.
        for (int a = 0; a < example.Rank; a++) if ((example.Spatial[a] - example.Dilation[a] * (example.Kernel[a] - 1) - 1) % example.Stride[a] != 0) example.Stride[a] = 1;
        SparseSites fine = SparseSites.Of(example.Coordinates, example.Spatial, example.Batch);
        SparseSites coarse = fine.Convolution(example.Triple(example.Kernel), example.Triple(example.Stride), 0, example.Triple(example.Dilation)).Output;
        Tensor f = example.Random([coarse.Count, example.In]), b = example.Random([example.Out]);
        Tensor w = example.Random([example.In, example.Out / example.Groups, .. example.Kernel], MemoryOrder.Filter);
        var x = new SparseTensor(coarse, f);
        SparseTensor y = x.SparseInverseConv(w, b, groups: example.Groups);
        Assert.Same(fine, y.Sites);
        Tensor dense = example.Transpose(x.ToDense(), w, b) * SparseExample.Mask(fine);
        Compare(example, SparseExample.Run(dense, [f, w, b]), SparseExample.Run(y.ToDense(), [f, w, b]));
    });

    [Fact]
    public void Dense_and_back_is_the_same() => Property.ForAll(100, seed =>
    {
        using var scope = new TensorScope();
        var example = new SparseExample(seed);
        SparseTensor x = example.Input(example.Random([example.Count, example.In]));
        SparseTensor back = x.ToDense().ToSparse();
        Assert.Equal(x.Sites.ToArray(), back.Sites.ToArray());
        Assert.Equal(x.Features.ToDoubles(), back.Features.ToDoubles());
    });

    [Fact]
    public void Sums_are_those_of_the_dense_tensors() => Property.ForAll(100, seed =>
    {
        using var scope = new TensorScope();
        var example = new SparseExample(seed);
        int width = example.Rank + 1, half = example.Count / 2 * width, third = example.Count / 3 * width;
        Tensor f = example.Random([half / width, example.In]), g = example.Random([example.Count - third / width, example.In]);
        var a = SparseTensor.Of(f, example.Coordinates[..half], example.Spatial, example.Batch);
        var b = SparseTensor.Of(g, example.Coordinates[third..], example.Spatial, example.Batch);
        Compare(example, SparseExample.Run(a.ToDense() + b.ToDense(), [f, g]), SparseExample.Run(a.Add(b).ToDense(), [f, g]));
    });

    private static Tensor Ungrouped(SparseExample e, Tensor x, Tensor w) => e.Rank == 2
        ? x.Conv2d(w, null, (e.Stride[0], e.Stride[1]), ((e.Low[0], e.High[0]), (e.Low[1], e.High[1])), (e.Dilation[0], e.Dilation[1]))
        : x.Conv3d(
            w, null, e.Triple(e.Stride), ((e.Low[0], e.High[0]), (e.Low[1], e.High[1]), (e.Low[2], e.High[2])), e.Triple(e.Dilation));

    private static void Compare(SparseExample example, double[][] expected, double[][] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (int k = 0; k < expected[i].Length; k++)
            {
                Assert.True(
                    Math.Abs(expected[i][k] - actual[i][k]) <= 1e-11 * Math.Max(1, Math.Abs(expected[i][k])),
                    $"{example}: tensor {i}, element {k} is {actual[i][k]:R}, densely {expected[i][k]:R}");
            }
        }
    }
}
