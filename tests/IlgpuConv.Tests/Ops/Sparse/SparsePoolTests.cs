using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Sparse;

/// <summary>Pools of random sites against plain loops over the windows.</summary>
public class SparsePoolTests
{
    [Fact]
    public void Pools_are_over_the_active_sites_of_a_window() => Property.ForAll(120, seed =>
    {
        using var scope = new TensorScope();
        var example = new SparseExample(seed);
        Tensor f = example.Random([example.Count, example.In]);
        SparseTensor x = example.Input(f);
        Triple kernel = example.Triple(example.Kernel), stride = example.Triple(example.Stride);
        Padding3 padding = example.Rank == 2 ? ((0, 0), (0, 1), (1, 0)) : ((1, 0), (0, 1), (1, 0));
        for (int a = 0; a < example.Rank; a++) if (example.Kernel[a] > example.Spatial[a]) return;
        SparseTensor Pool(Func<SparseTensor> plane, Func<SparseTensor> volume) => example.Rank == 2 ? plane() : volume();
        Pair k = (kernel.Height, kernel.Width), s = (stride.Height, stride.Width);
        Padding2 p = ((padding.Top, padding.Bottom), (padding.Left, padding.Right));
        SparseTensor max = Pool(() => x.SparseMaxPool2d(k, s, p), () => x.SparseMaxPool3d(kernel, stride, padding));
        SparseTensor mean = Pool(() => x.SparseAvgPool2d(k, s, p), () => x.SparseAvgPool3d(kernel, stride, padding));
        SparseTensor all = Pool(() => x.SparseAvgPool2d(k, s, p, true), () => x.SparseAvgPool3d(kernel, stride, padding, true));
        SparseTensor sum = Pool(() => x.SparseSumPool2d(k, s, p), () => x.SparseSumPool3d(kernel, stride, padding));
        double[] values = x.Features.ToDoubles(), m = max.Features.ToDoubles(), e = mean.Features.ToDoubles(), a2 = all.Features.ToDoubles(), t = sum.Features.ToDoubles();
        for (int o = 0; o < max.Sites.Count; o++)
        {
            Site q = max.Sites[o];
            for (int c = 0; c < example.In; c++)
            {
                double best = double.NegativeInfinity, total = 0;
                int count = 0;
                for (int z = 0; z < kernel.Depth; z++)
                {
                    for (int y = 0; y < kernel.Height; y++)
                    {
                        for (int w = 0; w < kernel.Width; w++)
                        {
                            int at = x.Sites.Find(new Site(
                                q.Batch, q.Depth * stride.Depth + z - padding.Front, q.Height * stride.Height + y - padding.Top, q.Width * stride.Width + w - padding.Left));
                            if (at < 0) continue;
                            best = Math.Max(best, values[at * example.In + c]);
                            total += values[at * example.In + c];
                            count++;
                        }
                    }
                }
                int i = o * example.In + c;
                Assert.True(count > 0, $"{example}: window {q} is empty");
                Assert.Equal(best, m[i]);
                Assert.Equal(total, t[i], 1e-12);
                Assert.Equal(total / count, e[i], 1e-12);
                Assert.Equal(total / (kernel.Depth * kernel.Height * kernel.Width), a2[i], 1e-12);
            }
        }
    });

    [Fact]
    public void A_window_of_negative_sites_is_negative_and_of_equal_ones_the_first_wins()
    {
        using var scope = new TensorScope();
        Tensor f = Tensor.FromArray<float>([-3, -2, -2, -7], [4, 1]);
        f.RequiresGrad = true;
        SparseTensor y = SparseTensor.Of(f, [0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 3, 3], [4, 4]).SparseMaxPool2d(2);
        Assert.Equal([-2, -7], y.Features.ToArray<float>());
        y.Features.Sum().Backward();
        Assert.Equal([0, 1, 0, 1], f.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Not_a_number_stays_visible()
    {
        using var scope = new TensorScope();
        Tensor f = Tensor.FromArray<float>([float.NaN, 3], [2, 1]);
        Assert.True(float.IsNaN(SparseTensor.Of(f, [0, 0, 0, 0, 1, 1], [2, 2]).SparseMaxPool2d(2).Features.ToArray<float>()[0]));
    }

    [Fact]
    public void Means_of_samples()
    {
        using var scope = new TensorScope();
        SparseTensor x = SparseTensor.Of(Tensor.FromArray<float>([1, 2, 3, 6, 5, 5], [3, 2]), [0, 0, 0, 0, 1, 1, 2, 0, 0], [2, 2], 3);
        Assert.Equal([2, 4, 0, 0, 5, 5], x.SampleMeans().ToArray<float>());
    }
}
