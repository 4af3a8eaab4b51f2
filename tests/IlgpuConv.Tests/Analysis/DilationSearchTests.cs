using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

public class DilationSearchTests
{
    [Theory]
    [InlineData("cpu", ElementType.Float32)]
    [InlineData("cpu", ElementType.Float64)]
    [InlineData("reference", ElementType.Float64)]
    public void Planted_dilations_are_found_with_error_0_and_the_network_is_the_same(string name, ElementType type)
    {
        using var scope = new TensorScope();
        Device device = Devices.Get(name);
        var random = new RandomGenerator(1);
        Sequential supernet = DilationSearch.Supernet(2, 9, [5, 6], 3, 4, random, device);
        supernet.To(type);
        Pair[][] planted = [[(3, 1), (1, 1), (2, 2), (1, 3), (3, 1)], [(1, 2), (2, 3), (1, 2), (3, 3), (1, 1), (2, 3)]];
        Plant((Conv2d)supernet[0], planted[0]);
        Plant((Conv2d)supernet.Children.Single(c => c.Name == "c2").Module, planted[1]);
        foreach (BatchNorm2d norm in supernet.Children.Select(c => c.Module).OfType<BatchNorm2d>())
            foreach (Tensor state in norm.StateDictionary().Select(s => s.Tensor).Where(t => t.Shape.Rank == 1))
                state.CopyFrom(Tensor.Uniform(state.Shape, 0.5, 1.5, random, type, device, state.Order));
        Tensor[] images = [Tensor.Normal([3, 2, 9, 10], generator: random, type: type, device: device), Tensor.Normal([2, 2, 9, 10], generator: random, type: type, device: device)];
        supernet.Eval();
        double[] before;
        using (new NoGrad()) before = supernet.Forward(images[0]).ToDoubles();

        var heard = new List<string>();
        DilationSearchResult result = DilationSearch.Run(supernet, images, layer => heard.Add(layer.ToString()));

        Assert.Equal(["c1", "c2"], result.Layers.Select(layer => layer.Name));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(planted[i], result.Layers[i].Chosen);
            Assert.All(result.Layers[i].Errors, error => Assert.Equal(0.0, error));
            Assert.True(result.Layers[i].Magnitude > 0);
        }
        Assert.Equal("(1, 1) x 1, (1, 3) x 1, (2, 2) x 1, (3, 1) x 2", result.Layers[0].Pattern.ToString());
        Assert.Equal("c1: 5 channels, 4 dilations, error 0, 0.0 % of the output", heard[0].Replace("0.0%", "0.0 %"));
        Assert.IsType<InceptionConv2d>(result.Network[0]);
        Assert.Equal(supernet.Children.Select(c => c.Name), result.Network.Children.Select(c => c.Name));
        using var noGrad = new NoGrad();
        double[] after = result.Network.Eval().Forward(images[0]).ToDoubles();
        double tolerance = type == ElementType.Float64 ? 1e-12 : 1e-5;
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void The_error_is_what_the_taps_that_are_left_out_make()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var random = new RandomGenerator(2);
        var conv = new Conv2d(3, 4, 5, padding: 2, generator: random);
        conv.To(ElementType.Float64);
        Tensor x = Tensor.Normal([2, 3, 8, 7], generator: random, type: ElementType.Float64);
        Tensor full = x.Conv2d(conv.Weight, padding: 2);
        double[] weight = conv.Weight.Value.ToDoubles();
        var best = new (double Error, Pair Dilation)[4];
        Array.Fill(best, (double.MaxValue, default));
        foreach (Pair dilation in (Pair[])[(1, 1), (1, 2), (2, 1), (2, 2)])
        {
            double[] kept = [.. weight.Select((w, i) => Math.Abs(i / 5 % 5 - 2) % dilation.Height == 0 && Math.Abs(i / 5 % 5 - 2) <= dilation.Height
                && Math.Abs(i % 5 - 2) % dilation.Width == 0 && Math.Abs(i % 5 - 2) <= dilation.Width ? w : 0)];
            Tensor y = x.Conv2d(Tensor.FromDoubles(kept, [4, 3, 5, 5], ElementType.Float64), padding: 2);
            double[] difference = [.. full.ToDoubles().Zip(y.ToDoubles(), (a, b) => Math.Abs(a - b))];
            for (int o = 0; o < 4; o++)
            {
                double error = Enumerable.Range(0, difference.Length).Where(i => i / 56 % 4 == o).Average(i => difference[i]);
                if (error < best[o].Error) best[o] = (error, dilation);
            }
        }
        LayerDilations layer = DilationSearch.Run(new Sequential(conv), [x]).Layers[0];
        Assert.Equal(best.Select(b => b.Dilation), layer.Chosen);
        Assert.All(best.Zip(layer.Errors), pair => Assert.Equal(pair.First.Error, pair.Second, 1e-12));
    }

    [Fact]
    public void A_plain_convolution_after_a_searched_one_is_reordered_with_it()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var random = new RandomGenerator(3);
        var first = new Conv2d(2, 6, 5, padding: 2, generator: random);
        Plant(first, [(2, 1), (1, 1), (2, 2), (1, 2), (1, 1), (2, 1)]);
        var supernet = new Sequential(first, new Relu(), new Conv2d(6, 3, 1, generator: random));
        Tensor x = Tensor.Normal([1, 2, 6, 6], generator: random);
        double[] before = supernet.Forward(x).ToDoubles();
        DilationSearchResult result = DilationSearch.Run(supernet, [x]);
        Assert.All(before.Zip(result.Network.Forward(x).ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Single(result.Layers);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Normal([1, 2, 6, 6]);
        Refused("[dilation search] there must be images to measure with. Got none. (Parameter 'images')", () => DilationSearch.Run(new Sequential(), []));
        Refused(
            "[dilation search] all numbers must be at least 1. Got channels 1, size 8, widths [4, 0], maxDilation 2, classes 10.", () => DilationSearch.Supernet(1, 8, [4, 0], 2, 10));
        var grouped = new Sequential(new Conv2d(2, 4, 5, padding: 2), new Conv2d(4, 4, 3, padding: 1, groups: 2));
        Refused(
            "[dilation search] after a searched layer there may be batch normalisation, convolutions with one group, linear layers, and what has no parameters. Got Conv2d '1'.",
            () => DilationSearch.Run(grouped, [x]));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => DilationSearch.Run(new Sequential(new Relu()), [x], stop: stop.Token));

        static void Refused(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }

    /// <summary>Leaves the 3 x 3 taps of each channel's dilation, and zeros.</summary>
    private static void Plant(Conv2d conv, Pair[] dilations)
    {
        Tensor weight = conv.Weight.Value;
        int kernel = weight.Shape[2], reach = kernel / 2, filter = weight.Shape[1] * kernel * kernel;
        double[] values = weight.ToDoubles();
        for (int i = 0; i < values.Length; i++)
        {
            Pair d = dilations[i / filter];
            int y = Math.Abs(i / kernel % kernel - reach), x = Math.Abs(i % kernel - reach);
            if ((y != 0 && y != d.Height) || (x != 0 && x != d.Width)) values[i] = 0;
        }
        weight.CopyFrom(Tensor.FromDoubles(values, weight.Shape, weight.Type, weight.Device, weight.Order));
    }
}
