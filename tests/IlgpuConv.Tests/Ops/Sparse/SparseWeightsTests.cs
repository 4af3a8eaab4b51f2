using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Sparse;

/// <summary>A filter whose every number says its output and input channel and its tap, laid out as each library does.</summary>
public class SparseWeightsTests
{
    private static readonly Triple s_kernel = (2, 3, 5);

    [Fact]
    public void Spconv_2_has_the_input_channels_last() => Check(
        SparseWeights.FromSpconv(Filter([4, 2, 3, 5, 3], at => Number(at[0], at[4], at[1], at[2], at[3]))),
        SparseWeights.FromSpconv(Filter([4, 2, 3, 5, 3], at => Number(at[0], at[4], at[1], at[2], at[3])), true));

    [Fact]
    public void Spconv_1_has_the_output_channels_last() => Check(
        SparseWeights.FromSpconv1(Filter([2, 3, 5, 3, 4], at => Number(at[4], at[3], at[0], at[1], at[2]))),
        SparseWeights.FromSpconv1(Filter([2, 3, 5, 3, 4], at => Number(at[4], at[3], at[0], at[1], at[2])), true));

    [Fact]
    public void MinkowskiEngine_counts_its_first_coordinate_fastest()
    {
        Tensor weight = Filter([30, 3, 4], at => Number(at[2], at[1], at[0] / 15, at[0] / 5 % 3, at[0] % 5));
        Check(SparseWeights.FromMinkowski(weight, s_kernel), SparseWeights.FromMinkowski(weight, s_kernel, isTransposed: true));
        Assert.Equal([4, 3, 1, 1], SparseWeights.FromMinkowski(Filter([3, 4], at => at[0]), 1, 2).Shape);
    }

    [Fact]
    public void Torchsparse_turns_round_with_an_even_number_of_taps()
    {
        Tensor even = Filter([30, 3, 4], at => Number(at[2], at[1], at[0] % 2, at[0] / 2 % 3, at[0] / 6));
        Check(SparseWeights.FromTorchSparse(even, s_kernel), SparseWeights.FromTorchSparse(even, s_kernel, true));
        Tensor odd = Filter([45, 3, 4], at => Number(at[2], at[1], at[0] / 15, at[0] / 5 % 3, at[0] % 5));
        Check(SparseWeights.FromTorchSparse(odd, (3, 3, 5)), SparseWeights.FromTorchSparse(odd, (3, 3, 5), true));
    }

    [Fact]
    public void SparseConvNet_has_its_groups_beside_the_taps()
    {
        Check(SparseWeights.FromSparseConvNet(Filter([30, 2, 3, 2], at => Number(2 * at[1] + at[3], at[2], at[0] / 15, at[0] / 5 % 3, at[0] % 5)), s_kernel), null);
        Tensor back = Filter([30, 3, 1, 4], at => Number(at[3], at[1], at[0] / 15, at[0] / 5 % 3, at[0] % 5));
        Check(null, SparseWeights.FromSparseConvNet(back, s_kernel, isTransposed: true));
    }

    [Fact]
    public void Taps_must_be_those_of_the_filter()
    {
        SparseSitesTests.Throws(
            "[sparse conv] a filter of torchsparse is [K, I, O] with K = kD kH kW taps. Got f32 [27, 2, 2] channels-last on cpu, kernel (3, 3, 5).",
            () => SparseWeights.FromTorchSparse(Tensor.Zeros([27, 2, 2]), (3, 3, 5)));
        SparseSitesTests.Throws(
            "[sparse conv] a filter of spconv 2 is [O, (kD,) kH, kW, I]. Got f32 [27, 2, 2] channels-last on cpu.",
            () => SparseWeights.FromSpconv(Tensor.Zeros([27, 2, 2])));
        SparseSitesTests.Throws(
            "[sparse conv] a filter of SparseConvNet is [K, groups, I/groups, O/groups] with K = kD kH kW taps. Got f32 [9, 1, 2, 2] channels-last on cpu, kernel (3, 3, 1).",
            () => SparseWeights.FromSparseConvNet(Tensor.Zeros([9, 1, 2, 2]), (3, 3, 1), rank: 2));
    }

    private static double Number(int o, int i, int z, int y, int x) => (((o * 10 + i) * 10 + z) * 10 + y) * 10 + x;

    private static Tensor Filter(int[] shape, Func<int[], double> number)
    {
        var values = new double[shape.Aggregate(1, (n, s) => n * s)];
        for (int i = 0; i < values.Length; i++)
        {
            var at = new int[shape.Length];
            for (int axis = shape.Length - 1, rest = i; axis >= 0; axis--) (rest, at[axis]) = Math.DivRem(rest, shape[axis]);
            values[i] = number(at);
        }
        return Tensor.FromDoubles(values, shape, ElementType.Float32);
    }

    private static void Check(Tensor? forward, Tensor? transposed)
    {
        using var scope = new TensorScope();
        foreach (Tensor? weight in (Tensor?[])[forward, transposed])
        {
            if (weight is null) continue;
            bool turned = weight == transposed;
            Shape shape = weight.Shape;
            Assert.Equal(turned ? 3 : 4, shape[0]);
            Assert.Equal(Filter([.. shape], at => turned ? Number(at[1], at[0], at[2], at[3], at[4]) : Number(at[0], at[1], at[2], at[3], at[4])).ToArray<float>(), weight.ToArray<float>());
        }
    }
}
