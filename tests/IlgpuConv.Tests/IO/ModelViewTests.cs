using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.IO;

/// <summary>Figures show the numbers that they are made of.</summary>
public class ModelViewTests
{
    [Fact]
    public void Filters_lie_in_rows_of_outputs_and_columns_of_inputs_with_the_colour_of_their_value()
    {
        using var scope = new TensorScope();
        var layer = new Conv2d(2, 3, 3, generator: new RandomGenerator(1));
        ModelView view = Assert.Single(ModelViews.Filters(new Sequential().Add(layer, "c")));
        Assert.Equal(("c", "filters", "c.weight, 3 x 2 x 3 x 3.", "Rows: 3 outputs; columns: 2 inputs; 3x3 taps each."), (view.Layer, view.Kind, view.Figure.Title, view.Figure.Note));
        Image image = view.Figure.Draw();
        Assert.Equal((3 * 28 - 4, 2 * 28 - 4), (image.Height, image.Width));
        double[] values = layer.Weight.Value.ToDoubles();
        MapScale scale = MapScale.Signed(values);
        for (int at = 0; at < values.Length; at++)
        {
            int y = at / 18 * 28 + at / 3 % 3 * 8, x = at / 9 % 2 * 28 + at % 3 * 8;
            ReadOnlySpan<byte> pixel = image.Bytes.AsSpan((y * image.Width + x) * 4, 3);
            Assert.Equal(scale.Colour(values[at]), new Colour(pixel[0], pixel[1], pixel[2]));
        }
    }

    [Fact]
    public void Layers_are_spread_over_a_deep_network_and_files_have_names_of_their_own()
    {
        using var scope = new TensorScope();
        using var network = new ResNet(ResNetOptions.ResNet18 with { Width = 4, Classes = 3 }, new RandomGenerator(1));
        Tensor image = TestPicture.Of(3, 64, 64);
        IReadOnlyList<ModelView> filters = ModelViews.Filters(network, 5), maps = ModelViews.Maps(network, image, 5);
        Assert.Equal((5, 5), (filters.Count, maps.Count));
        Assert.Equal(("conv1", "layer4.1.conv2"), (filters[0].Layer, filters[^1].Layer));
        Assert.Equal(("conv1", "layer4.1.conv2"), (maps[0].Layer, maps[^1].Layer));
        Assert.Equal("layer4.1.conv2 after conv, batchnorm, add, relu.", maps[^1].Figure.Title);
        IReadOnlyList<ModelView> all = [.. filters, .. maps, .. filters];
        IReadOnlyList<string> names = ModelViews.FileNames(all);
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(("conv1-filters-1.png", "conv1-maps.png", "conv1-filters-2.png"), (names[0], names[5], names[10]));
    }

    [Fact]
    public void A_residual_sum_is_that_of_the_block_not_of_the_way_round_it()
    {
        using var scope = new TensorScope();
        using var network = new ResNet(ResNetOptions.ResNet18 with { Width = 4, Classes = 3 }, new RandomGenerator(1));
        Dictionary<string, string> layers = LayerOutputs.Of(network, TestPicture.Of(3, 64, 64)).ToDictionary(layer => layer.Layer, layer => layer.Operations);
        Assert.Equal("conv, batchnorm, add, relu", layers["layer2.0.conv2"]);
        Assert.Equal("conv, batchnorm", layers["layer2.0.downsample.0"]);
        Assert.Equal("conv, batchnorm, add, relu", layers["layer2.1.conv2"]);
    }

    [Fact]
    public void An_effective_field_is_framed_by_what_the_layer_can_see()
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create("conv", 1, 8, 8, 10, new RandomGenerator(1), Devices.Get("cpu"));
        IReadOnlyList<FieldView> views = FieldView.Of(model, [1, 1, 8, 8], 4);
        Assert.Equal("c1", views[0].Layer.Layer);
        Assert.Equal(4, views[0].Samples);
        Image image = views[0].Figure.Draw();
        // The centre of c1 is (4, 4) and sees 3 to 5: of cells of 28 pixels, white from 84 on.
        Assert.Equal((224, 224), (image.Height, image.Width));
        Assert.Equal("#ffffff", $"{At(84, 84)}");
        Assert.Equal($"{Palette.Sequential(0)}", $"{At(82, 82)}");
        Assert.Equal(9, views[0].Field.Values.Count(value => value > 0));
        Colour At(int y, int x) => new(image.Bytes[(y * 224 + x) * 4], image.Bytes[(y * 224 + x) * 4 + 1], image.Bytes[(y * 224 + x) * 4 + 2]);
    }

    [Fact]
    public void Layers_have_cost_and_field_side_by_side()
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create("dynamic-small", 1, 8, 8, 10, new RandomGenerator(1), Devices.Get("cpu"));
        Shape shape = [1, 1, 8, 8];
        NetworkCost cost = NetworkCost.Of(model, shape);
        IReadOnlyList<LayerAnalysis> layers = LayerAnalysis.Of(cost, ReceptiveFields.Of(model, shape));
        Assert.Equal(cost.MultiplyAdds, layers.Sum(layer => layer.Cost.MultiplyAdds));
        Assert.All(layers, layer => Assert.Equal(layer.Cost.Layer, layer.Field!.Layer));
        LayerAnalysis second = layers.Single(layer => layer.Cost.Layer == "c2" && layer.Cost.MultiplyAdds > 0);
        Assert.Equal(("per-sample conv", "per-sample conv", 8), (second.Cost.Operation, second.Field!.Operation, second.Field.Axes[0].Size));
    }
}
