using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Modules;

/// <summary>Layers that show themselves are asked to wherever they are, with their own input, and nobody else pays for it.</summary>
public class ModuleWatchTests
{
    private static readonly Device s_cpu = Devices.Get("cpu");

    [Theory]
    [InlineData("condconv", "Shares share of each kernel in this image's filters [1, 4] kernel 1, kernel 2, kernel 3, kernel 4")]
    [InlineData("dynamic-conv", "Shares share of each kernel in this image's filters [1, 4] kernel 1, kernel 2, kernel 3, kernel 4")]
    [InlineData("dynet", "Map coefficient of each fixed kernel (rows) in each output channel (columns) [1, 1, 6, 32]")]
    [InlineData("drconv", "Regions region of each pixel [1, 1, 4, 4] of 4")]
    [InlineData("selective-kernel", "Shares share of each kernel, mean of the channels [1, 2] 3x3, 5x5")]
    [InlineData("receptive-field", "Shares share of each receptive field [1, 3] 1x1, 3x3, 5x5")]
    [InlineData("involution", "Map weight of each tap at each pixel, group by group [1, 18, 4, 4]")]
    [InlineData("soft-radius", "Filters filters inside this image's radius [1, 32, 16, 5, 5]")]
    [InlineData("generated", "Filters filters made of this image [1, 32, 16, 3, 3]")]
    [InlineData("inception", "Cells channels with each dilation, dilation along the height, along the width from 1: 14 6 6 6")]
    [InlineData("odconv",
        "Shares factor of each input channel [1, 16]", "Shares factor of each output channel [1, 32]", "Map factor of each tap [1, 1, 3, 3]",
        "Shares share of each kernel [1, 4, 1, 1] kernel 1, kernel 2, kernel 3, kernel 4")]
    public void A_layer_inside_a_network_shows_what_it_makes_of_its_input(string network, params string[] expected)
    {
        using var scope = new TensorScope();
        using Module model = ModelCatalog.Create(network, 1, 8, 8, 10, new RandomGenerator(1), s_cpu).Eval();
        Tensor image = Tensor.Uniform([1, 1, 8, 8], 0, 1, new RandomGenerator(2), device: s_cpu);
        double[] before = model.Forward(image).ToDoubles();
        var view = new Recorder();
        using (new ModuleWatch((layer, input) => layer.Show(input, view))) Assert.Equal(before, model.Forward(image).ToDoubles());
        Assert.Equal(expected, view.Lines);
    }

    [Fact]
    public void Attention_shows_its_factors_and_blocks_of_attentions_each_of_them()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Normal([2, 8, 5, 6], generator: random);
        var view = new Recorder();
        using (new ModuleWatch((layer, input) => layer.Show(input, view)))
        {
            new ConvBlockAttention2d(8, generator: random).Eval().Forward(x);
            new EfficientChannelAttention(8, generator: random).Forward(x);
            new CompactSpatialAttention(8, generator: random).Forward(x);
            new SqueezeExcite(8, generator: random).Forward(x);
        }
        Assert.Equal(
            ["Shares factor of each channel [2, 8, 1, 1]", "Map factor of each pixel [2, 1, 5, 6]", "Shares factor of each channel [2, 8, 1, 1]",
             "Map factor of each pixel [2, 1, 5, 6]", "Shares factor of each channel [2, 8, 1, 1]"], view.Lines);
    }

    [Fact]
    public void A_deformable_layer_shows_where_it_reads()
    {
        using var scope = new TensorScope();
        var layer = new DeformConv2d(2, 3, (3, 2), stride: (2, 1), padding: (1, 0), dilation: (1, 2), generator: new RandomGenerator(1));
        layer.OffsetBranch.Bias!.Value.CopyFrom(Tensor.FromDoubles([.. Enumerable.Range(0, 18).Select(i => i < 12 ? (i % 2 == 0 ? 0.25 : -0.5) * (i / 2) : 0)], [18], ElementType.Float32));
        SamplingPoints? seen = null;
        using (new ModuleWatch((shown, input) => shown.Show(input, new Recorder { Seen = points => seen = points }))) layer.Forward(Tensor.Zeros([1, 2, 7, 6]));
        Assert.NotNull(seen);
        Assert.Equal((7, 6, 4, 4, 6), (seen.Height, seen.Width, seen.Rows, seen.Columns, seen.Taps));
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                for (int tap = 0; tap < 6; tap++)
                {
                    int at = (i * 4 + j) * 6 + tap;
                    Assert.Equal((i * 2 - 1 + tap / 2 + 0.25 * tap, j + tap % 2 * 2 - 0.5 * tap, 0.5), (seen.Y[at], seen.X[at], seen.Factors[at]));
                }
            }
        }
    }

    [Fact]
    public void What_is_shown_is_part_of_no_gradient_and_heard_by_the_innermost_watch_only()
    {
        using var scope = new TensorScope();
        var layer = new SqueezeExcite(4, generator: new RandomGenerator(1));
        Tensor x = Tensor.Normal([1, 4, 3, 3], generator: new RandomGenerator(2));
        int outer = 0, inner = 0;
        using (new ModuleWatch((_, _) => outer++))
        {
            using (new ModuleWatch((shown, input) =>
            {
                inner++;
                Assert.False(((SqueezeExcite)shown).Gate(input).RequiresGrad);
                layer.Forward(input);
            }))
            {
                Assert.True(layer.Forward(x).RequiresGrad);
            }
            layer.Forward(x);
        }
        layer.Forward(x);
        Assert.Equal((1, 1), (outer, inner));
    }

    private sealed class Recorder : ILayerView
    {
        public List<string> Lines { get; } = [];

        public Action<SamplingPoints> Seen { get; init; } = _ => { };

        public void Map(string title, Tensor values) => Lines.Add($"Map {title} {values.Shape}");

        public void Shares(string title, Tensor values, IReadOnlyList<string>? names = null) => Lines.Add($"Shares {title} {values.Shape} {string.Join(", ", names ?? [])}".Trim());

        public void Regions(string title, Tensor map, int count) => Lines.Add($"Regions {title} {map.Shape} of {count}");

        public void Points(string title, SamplingPoints points) => Seen(points);

        public void Filters(string title, Tensor filters) => Lines.Add($"Filters {title} {filters.Shape}");

        public void Cells(string title, string rows, string columns, double[,] cells, int first = 0) =>
            Lines.Add($"Cells {title}, {rows}, {columns} from {first}: {string.Join(" ", cells.Cast<double>())}");
    }
}
