using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

/// <summary>Networks as they are used: every one of the command line, and the names of layers.</summary>
public class NetworkAnalysisTests
{
    public static TheoryData<string> Catalog => [.. ModelCatalog.Entries.Where(entry => !entry.IsLarge).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Catalog))]
    public void Every_network_of_the_command_line_has_fields_and_costs(string name)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        (int channels, int height, int width) = entry.Image;
        using Module network = ModelCatalog.Create(name, channels, height, width, entry.Classes, new RandomGenerator(1), Devices.Get("cpu"));
        network.Eval();
        var shape = new Shape(2, channels, height, width);
        ReceptiveFields fields = ReceptiveFields.Of(network, shape);
        Assert.True(fields.Operations[^1].SeesWhole, "a classifier sees the whole image");
        NetworkCost cost = NetworkCost.Of(network, shape);
        Assert.Equal(network.Parameters().Sum(p => p.Value.Shape.Elements), cost.Parameters);
        Assert.True(cost.MultiplyAdds > 0 && cost.Flops >= 2 * cost.MultiplyAdds && cost.MovedBytes > cost.ParameterBytes && cost.SavedBytes > 0);
        using Tensor image = Tensor.Normal(shape, generator: new RandomGenerator(0));
        Assert.Equal(MultiplyAddCount.Of(network, image), cost.MultiplyAdds);
        Assert.False(network.IsTraining);
    }

    [Fact]
    public void Residual_layers_have_torchvisions_names_and_a_sum_is_of_its_block()
    {
        using var network = new ResNet(ResNetOptions.ResNet50 with { Width = 4, Blocks = [1, 1, 1, 1], Classes = 3 });
        ReceptiveFields fields = ReceptiveFields.Of(network, new Shape(1, 3, 64, 64));
        string[] names = [.. fields.Layers.Select(layer => layer.Layer)];
        Assert.Equal(
            ["conv1", "bn1", "", "maxpool", "layer1.0.conv1", "layer1.0.bn1", "layer1.0", "layer1.0.conv2", "layer1.0.bn2", "layer1.0", "layer1.0.conv3", "layer1.0.downsample.0", "layer1.0.downsample.1", "layer1.0.bn3", "layer1.0"],
            names[..15]);
        Assert.Equal(["avgpool", "flatten", "fc"], names[^3..]);
        Assert.Equal("add", fields.Operations.Last(f => f.Layer == "layer4.0" && f.Operation != "relu").Operation);
        Assert.Equal([7, 7, 7, 11], fields.Layers.Take(4).Select(layer => layer.Axes[0].Size));
        Assert.Equal([2.0, 2, 2, 4], fields.Layers.Take(4).Select(layer => layer.Axes[0].Jump));
    }

    public static TheoryData<string, int, bool> Zoo => new()
    {
        { "dilations", 7, false }, { "mixed kernels", 5, false }, { "atrous pyramid", 37, true }, { "flattened", 5, false }, { "separable", 5, false }, { "coordinates", 3, false },
        { "involution", 3, false }, { "odconv", 3, true }, { "dynet", 3, true }, { "condconv", 3, true }, { "generated", 3, true },
        { "regions", 3, true }, { "kernels chosen", 5, true }, { "spatial attention", 9, true }, { "group norm", 3, true }, { "batch norm", 3, false },
    };

    /// <summary>What each kind of layer sees nearby, and whether its filters, statistics or gates come from the whole image.</summary>
    [Theory]
    [MemberData(nameof(Zoo))]
    public void Every_kind_of_layer_has_its_field(string name, int size, bool seesWhole)
    {
        var random = new RandomGenerator(1);
        using Module layer = name switch
        {
            "dilations" => new InceptionConv2d(8, DilationPattern.Of([(1, 1), (3, 1), (1, 2), (2, 2)]), generator: random),
            "mixed kernels" => new MixConv2d(8, 8, [3, 5], generator: random),
            "atrous pyramid" => new AtrousPyramid2d(8, 8, generator: random),
            "flattened" => new FlattenedConv2d(8, 8, 5, padding: 2, generator: random),
            "separable" => new SpatiallySeparableConv2d(8, 8, 5, padding: 2, generator: random),
            "coordinates" => new CoordConv2d(8, 8, 3, padding: 1, generator: random),
            "involution" => new Involution2d(8, 3, generator: random),
            "odconv" => new ODConv2d(8, 8, 3, padding: 1, generator: random),
            "dynet" => new DyNetConv2d(8, 8, 3, padding: 1, generator: random),
            "condconv" => new CondConv2d(8, 8, 3, padding: 1, generator: random),
            "generated" => new GeneratedConv2d(8, 8, 3, padding: 1, generator: random),
            "regions" => new DRConv2d(8, 8, generator: random),
            "kernels chosen" => new SelectiveKernel2d(8, 8, generator: random),
            "spatial attention" => new Sequential(new Conv2d(8, 8, 3, padding: 1), new ConvBlockAttention2d(8, generator: random)),
            "group norm" => new Sequential(new Conv2d(8, 8, 3, padding: 1), new GroupNorm(2, 8)),
            _ => new Sequential(new Conv2d(8, 8, 3, padding: 1), new BatchNorm2d(8)),
        };
        layer.Eval();
        LayerField field = ReceptiveFields.Of(layer, new Shape(2, 8, 40, 44)).Operations[^1];
        Assert.Equal((size, seesWhole), (field.Axes[0].Size, field.SeesWhole));
    }

    [Fact]
    public void Channel_slices_keep_the_dilations_of_an_edge_network()
    {
        using var network = new PiDiNet(generator: new RandomGenerator(1));
        LayerField last = ReceptiveFields.Of(network, new Shape(1, 3, 48, 48)).Operations[^1];
        Assert.Equal([2, 3], last.OutputAxes);
        Assert.Equal(1, last.Axes[0].Jump);
        Assert.True(last.Axes[0].Size > 48);
    }
}
