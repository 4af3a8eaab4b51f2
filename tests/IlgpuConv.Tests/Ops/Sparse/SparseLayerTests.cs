using IlgpuConv.Autograd;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Ops.Sparse;

public class SparseLayerTests
{
    [Fact]
    public void Layers_have_the_names_and_the_first_values_of_PyTorch()
    {
        using var layer = new SubmanifoldConv3d(3, 8, 3, generator: new RandomGenerator(1));
        Assert.Equal(["weight", "bias"], layer.StateDictionary().Select(s => s.Name));
        Assert.Equal([8, 3, 3, 3, 3], layer.Weight.Value.Shape);
        Assert.True(layer.Weight.Value.ToArray<float>().Max() is > 0.1f and <= 1 / 9f);
        using var up = new SparseConvTranspose2d(4, 6, (2, 3), 2, groups: 2, hasBias: false);
        Assert.Equal([4, 3, 2, 3], up.Weight.Value.Shape);
        Assert.Null(up.Bias);
    }

    [Fact]
    public void Layers_are_their_methods()
    {
        using var scope = new TensorScope();
        SparseTensor x = SparseTensor.Of(Tensor.Uniform([4, 2], -1, 1, new RandomGenerator(1)), [0, 0, 0, 0, 1, 1, 0, 1, 2, 0, 4, 3], [5, 5]);
        using var down = new SparseConv2d(2, 4, 3, 2, 1);
        using var up = new SparseInverseConv2d(4, 3, 3);
        using var grow = new SparseConvTranspose2d(4, 3, 2, 2);
        using var same = new SubmanifoldConv2d(2, 3, 3, dilation: 2);
        SparseTensor y = down.Forward(x);
        Assert.Equal(x.SparseConv2d(down.Weight, down.Bias, 2, 1).Features.ToArray<float>(), y.Features.ToArray<float>());
        Assert.Equal(y.SparseInverseConv(up.Weight, up.Bias).Features.ToArray<float>(), up.Forward(y).Features.ToArray<float>());
        Assert.Equal(y.SparseConvTranspose2d(grow.Weight, grow.Bias, 2).Features.ToArray<float>(), grow.Forward(y).Features.ToArray<float>());
        Assert.Equal(x.SubmanifoldConv2d(same.Weight, same.Bias, 2).Features.ToArray<float>(), same.Forward(x).Features.ToArray<float>());
        Assert.Equal(x.SparseMaxPool2d(2).Features.ToArray<float>(), new SparseMaxPool2d(2).Forward(x).Features.ToArray<float>());
        Assert.Equal(x.SparseAvgPool2d(2, countInactive: true).Features.ToArray<float>(), new SparseAvgPool2d(2, countInactive: true).Forward(x).Features.ToArray<float>());
    }

    [Fact]
    public void A_sequence_gives_other_modules_the_features()
    {
        using var scope = new TensorScope();
        using var model = new SparseSequential(new SubmanifoldConv2d(1, 2, 3), new BatchNorm1d(2), new Relu(), new SparseMaxPool2d(2));
        Assert.Equal("0.weight", model.StateDictionary()[0].Name);
        Assert.Contains("1.running_mean", model.StateDictionary().Select(s => s.Name));
        SparseTensor x = SparseTensor.Of(Tensor.FromArray<float>([1, 2, -1], [3, 1]), [0, 0, 0, 0, 0, 1, 0, 3, 3], [4, 4]);
        Assert.Equal("2 sites of 1 x [2, 2]", model.Forward(x).Sites.ToString());
        // A dense tensor goes in and comes out.
        Assert.Equal([1, 2, 2, 2], model.Forward(x.ToDense()).Shape);
    }

    [Fact]
    public void Batch_normalisation_of_sites_in_training_needs_two_of_them()
    {
        using var model = new SparseSequential(new BatchNorm1d(2));
        SparseTensor none = SparseTensor.Of(Tensor.Zeros([0, 2]), [], [4, 4]), one = SparseTensor.Of(Tensor.Zeros([1, 2]), [0, 1, 1], [4, 4]);
        SparseSitesTests.Throws("[batchnorm] training needs more than one value per channel. Got [1, 2], which has 1.", () => model.Forward(one));
        SparseSitesTests.Throws("[batchnorm] training needs more than one value per channel. Got [0, 2], which has 0.", () => model.Forward(none));
        model.Eval();
        Assert.Equal([0, 2], model.Forward(none).Features.Shape);
        Assert.Equal([1, 2], model.Forward(one).Features.Shape);
    }

    [Fact]
    public void A_network_keeps_the_sites_of_grids_of_any_size_and_learns()
    {
        using var scope = new TensorScope();
        using var model = new SparseUNet(1, 2, new SparseUNetOptions { Widths = [8, 12, 16], Depth = 1, Generator = new RandomGenerator(1) });
        // The corner of an odd grid, and a diagonal: is a site above its middle?
        int[] places = [.. Enumerable.Range(0, 7)];
        int[] coordinates = [.. places.SelectMany(p => (int[])[0, p, p, p, 1, p, 6 - p, p])];
        SparseTensor x = SparseTensor.Of(Tensor.Full([14, 1], 1), coordinates, [7, 7, 7], 2);
        Tensor labels = Tensor.FromArray<int>([.. Enumerable.Range(0, 14).Select(i => x.Sites[i].Depth > 3 ? 1 : 0)], [14]);
        using var optimizer = new AdamW(model, rate: 0.02);
        double first = 0, last = 0;
        for (int step = 0; step < 40; step++)
        {
            using var inner = new TensorScope();
            SparseTensor y = model.Forward(x);
            Assert.Same(x.Sites, y.Sites);
            Tensor loss = y.Features.SoftmaxCrossEntropy(labels);
            optimizer.ClearGradients();
            loss.Backward();
            optimizer.Step();
            last = loss.ToScalar();
            if (step == 0) first = last;
        }
        Assert.True(first > 0.4 && last < 0.1, $"{first} to {last}");
        model.Eval();
        Assert.Equal([0, 2], model.Forward(SparseTensor.Of(Tensor.Zeros([0, 1]), [], [5, 3, 1])).Features.Shape);
        Assert.Equal([1, 2], model.Forward(SparseTensor.Of(Tensor.Zeros([1, 1]), [0, 4, 2, 0], [5, 3, 1])).Features.Shape);
    }
}
