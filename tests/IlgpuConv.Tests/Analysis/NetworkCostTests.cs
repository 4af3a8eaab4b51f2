using IlgpuConv.Analysis;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

/// <summary>The formulas of convolutions.md 8.3, and the corrected worked example of 10.4.</summary>
public class NetworkCostTests
{
    [Fact]
    public void The_worked_example_has_its_corrected_numbers()
    {
        using var scope = new TensorScope();
        Tensor image = Tensor.Uniform([1, 3, 224, 224], -1, 1, new RandomGenerator(1));
        using var conv = new Conv2d(3, 64, 3, padding: 1, hasBias: false);
        NetworkCost standard = NetworkCost.Of(conv, image);
        Assert.Equal(86_704_128, standard.MultiplyAdds);
        Assert.Equal(173_408_256, standard.Flops);
        Assert.Equal(12_845_056, standard.ActivationBytes);
        Assert.Equal(1_728, standard.Parameters);
        Assert.Equal(9.0 * 3 * 224 * 224 * 4, standard.LargestColumnBytes);
        Assert.Equal((3 * 224 * 224 + 1_728) * 4L + 12_845_056, standard.MovedBytes);

        using var separable = new Sequential(new Conv2d(3, 3, 3, padding: 1, groups: 3, hasBias: false), new Conv2d(3, 64, 1, hasBias: false));
        NetworkCost cheap = NetworkCost.Of(separable, image);
        Assert.Equal(10_988_544, cheap.MultiplyAdds);
        Assert.Equal(21_977_088, cheap.Flops);
        Assert.Equal(219, cheap.Parameters);
        Assert.Equal(7.89, standard.Flops / cheap.Flops, 0.005);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 2)]
    public void A_convolution_counts_groups_strides_and_its_bias(int batch, int groups, int stride)
    {
        using var conv = new Conv2d(4, 6, 3, stride, 1, groups: groups);
        NetworkCost cost = NetworkCost.Of(conv, new Shape(batch, 4, 9, 7));
        int outputs = batch * 6 * ((9 - 1) / stride + 1) * ((7 - 1) / stride + 1);
        Assert.Equal(outputs * 4 / groups * 9, cost.MultiplyAdds);
        Assert.Equal(2 * cost.MultiplyAdds + outputs, cost.Flops);
        Assert.Equal(6 * 4 / groups * 9 + 6, cost.Parameters);
        Assert.Equal(cost.Flops / cost.MovedBytes, cost.Intensity);
    }

    [Fact]
    public void A_transposed_convolution_counts_what_its_convolution_does()
    {
        using var up = new ConvTranspose2d(4, 6, 4, 2, 1);
        NetworkCost cost = NetworkCost.Of(up, new Shape(1, 4, 5, 5));
        Assert.Equal(5 * 5 * 4 * 6 * 16, cost.MultiplyAdds);
        Assert.Equal(2 * cost.MultiplyAdds + 6 * 100, cost.Flops);
        // Columns of the convolution whose gradient it is: 6 channels, 16 taps, 25 places.
        Assert.Equal(6 * 16 * 25 * 4, cost.LargestColumnBytes);
    }

    [Fact]
    public void Mixed_experts_cost_their_mix_and_the_router()
    {
        using var layer = new CondConv2d(8, 6, 3, padding: 1, options: new CondConvOptions { Experts = 4, Evaluation = MixtureEvaluation.MixFilters });
        double conv = 10 * 10 * 6 * 8 * 9, filters = 6 * 8 * 9;
        Assert.Equal(conv + 4 * filters + 8 * 4, NetworkCost.Of(layer, new Shape(1, 8, 10, 10)).MultiplyAdds);
    }

    [Fact]
    public void An_omni_dimensional_convolution_costs_two_products_for_each_number_of_each_kernel()
    {
        using var layer = new ODConv2d(8, 6, 3, padding: 1, options: new ODConvOptions { Kernels = 4 });
        double conv = 10 * 10 * 6 * 8 * 9, filters = 6 * 8 * 9;
        NetworkCost cost = NetworkCost.Of(layer, new Shape(1, 8, 10, 10));
        double heads = cost.Operations.Where(o => o.Operation is "linear" or "conv" && o.Output.Elements <= 64).Sum(o => o.MultiplyAdds);
        // Hidden features 16 of 8 channels, then 8 input channels, 6 outputs, 9 taps and 4 kernels.
        Assert.Equal(8 * 16 + 16 * (8 + 6 + 9 + 4), heads);
        Assert.Equal(conv + 2 * 4 * filters + heads, cost.MultiplyAdds);
    }

    [Fact]
    public void A_deformable_convolution_costs_its_samples_and_its_offsets()
    {
        using var layer = new DeformConv2d(8, 6, 3, padding: 1, options: new DeformConvOptions { Mask = DeformMask.None });
        double places = 10 * 10, conv = places * 6 * 8 * 9, samples = 4 * places * 8 * 9, offsets = places * 18 * 8 * 9;
        Assert.Equal(conv + samples + offsets, NetworkCost.Of(layer, new Shape(1, 8, 10, 10)).MultiplyAdds);
    }

    [Fact]
    public void Involution_costs_its_kernels_and_their_use()
    {
        using var layer = new Involution2d(32, 7);
        double places = 12 * 12, reduced = 32 * 8, kernels = 8 * 2 * 49, use = 32 * 49;
        Assert.Equal(places * (reduced + kernels + use), NetworkCost.Of(layer, new Shape(1, 32, 12, 12)).MultiplyAdds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.75)]
    public void An_octave_convolution_costs_less_by_its_low_part(double alpha)
    {
        using var layer = new OctaveInner(alpha);
        NetworkCost cost = NetworkCost.Of(layer, new Shape(1, 16, 12, 12));
        double plain = 12 * 12 * 16 * 16 * 9;
        Assert.Equal(plain * (1 - 0.75 * alpha * (2 - alpha)), cost.MultiplyAdds, 1e-6);
    }

    [Fact]
    public void A_sparse_convolution_costs_its_pairs()
    {
        using var scope = new TensorScope();
        var values = new double[36];
        foreach (int site in (int[])[0, 1, 7, 20, 35]) values[site] = 1;
        using var layer = new SubmanifoldConv2d(1, 4, 3, hasBias: false);
        // Pairs: each of five sites with itself, and 0-1, 0-7 and 1-7 both ways.
        Assert.Equal((5 + 6) * 4, NetworkCost.Of(layer, Tensor.FromDoubles(values, [1, 1, 6, 6], Runtime.ElementType.Float32)).MultiplyAdds);
    }

    [Fact]
    public void A_dynamic_region_convolution_applies_one_filter_at_each_place()
    {
        using var layer = new DRConv2d(4, 6, 3, regions: 5);
        NetworkCost cost = NetworkCost.Of(layer, new Shape(1, 4, 10, 10));
        Assert.Equal(100 * 6 * 4 * 9, cost.Operations.Single(o => o.Operation == "drconv").MultiplyAdds);
    }

    [Fact]
    public void Training_keeps_what_the_backward_needs_and_three_numbers_more_of_each_parameter_for_adam()
    {
        using var network = new Sequential(
            new Conv2d(2, 4, 3, padding: 1, hasBias: false), new Relu(), new Conv2d(4, 4, 3, padding: 1, hasBias: false), new Relu(), new GlobalAvgPool2d());
        NetworkCost cost = NetworkCost.Of(network, new Shape(2, 2, 8, 8));
        // The input, and what each rectifier gives; filters are parameters.
        Assert.Equal((2 + 4 + 4) * 2 * 64 * 4, cost.SavedBytes);
        Assert.Equal([256 * 4, 512 * 4, 0, 512 * 4, 0], cost.Operations.Select(o => (int)o.SavedBytes));
        long parameters = (2 * 4 + 4 * 4) * 9 * 4;
        Assert.Equal(parameters, cost.ParameterBytes);
        Assert.Equal(cost.SavedBytes + 4 * parameters, cost.TrainingBytes(2));
        Assert.Equal(cost.SavedBytes + 2 * parameters, cost.TrainingBytes(0));
    }

    [Fact]
    public void A_view_moves_nothing_and_layers_sum_their_operations()
    {
        using var network = new Sequential().Add(new Conv2d(2, 4, 3, padding: 1), "c").Add(new Flatten(), "f").Add(new Linear(4 * 64, 3), "l");
        NetworkCost cost = NetworkCost.Of(network, new Shape(1, 2, 8, 8));
        Assert.Equal(["c", "f", "l"], cost.Layers.Select(layer => layer.Layer));
        Assert.Equal(["Conv2d", "Flatten", "Linear"], cost.Layers.Select(layer => layer.Kind));
        Assert.Equal([76, 0, 771], cost.Layers.Select(layer => layer.Parameters));
        Assert.Equal(cost.Flops, cost.Layers.Sum(layer => layer.Flops));
        Assert.Equal(4 * 256 * 2, cost.Layers[0].ActivationBytes * 2);
    }

    [Fact]
    public void A_roof_is_the_lower_of_arithmetic_and_memory()
    {
        var roof = new Roofline(200e9, 20e9);
        Assert.Equal((10.0, 200e9, 40e9), (roof.Ridge, roof.Attainable(50), roof.Attainable(2)));
        Assert.Equal(1, roof.Seconds(200e9, 1e9));
        Assert.Equal(0.5, roof.Seconds(1e9, 10e9));
        using var network = new Sequential(new Conv2d(8, 8, 3, padding: 1), new Relu());
        NetworkCost cost = NetworkCost.Of(network, new Shape(1, 8, 16, 16));
        Assert.Equal(cost.Operations.Sum(o => Math.Max(o.Flops / 200e9, o.MovedBytes / 20e9)), cost.Seconds(roof));
    }

    [Fact]
    public void A_measured_roof_is_that_of_a_machine()
    {
        Roofline roof = Roofline.Measure(Runtime.Devices.Get("cpu"));
        Assert.InRange(roof.PeakFlops, 1e8, 1e15);
        Assert.InRange(roof.Bandwidth, 1e8, 1e14);
    }

    public static TheoryData<string, double> Published => new()
    {
        { "resnet18", 1.814e9 }, { "mobilenet", 0.301e9 }, { "squeezenet", 0.819e9 }, { "googlenet", 1.498e9 }, { "densenet", 2.834e9 },
    };

    /// <summary>torchvision's figures for 224 x 224, which it calls GFLOPS and which are multiply-adds.</summary>
    [Theory]
    [MemberData(nameof(Published))]
    public void Networks_cost_what_is_published(string name, double expected)
    {
        using IDisposable skip = Initialize.Skip();
        using Module network = name switch
        {
            "resnet18" => new ResNet(),
            "mobilenet" => new MobileNetV2(),
            "squeezenet" => new SqueezeNet(),
            "googlenet" => new GoogLeNet(),
            _ => new DenseNet(),
        };
        Assert.Equal(expected, NetworkCost.Of(network, new Shape(1, 3, 224, 224)).MultiplyAdds, expected * 0.004);
    }

    /// <summary>An octave convolution between two of its kind: high and low maps in, high and low maps out.</summary>
    private sealed class OctaveInner : Module
    {
        private readonly OctaveConv2d _layer;

        public OctaveInner(double alpha) => _layer = AddModule("octave", new OctaveConv2d(16, 16, 3, alpha, alpha, padding: 1, hasBias: false));

        public override Tensor Forward(Tensor input)
        {
            Tensor? high = _layer.LowIn == 16 ? null : input.Slice(1, 0, 16 - _layer.LowIn), low = _layer.LowIn == 0 ? null : input.Slice(1, 0, _layer.LowIn).AvgPool2d(2);
            (Tensor? h, Tensor? l) = _layer.Forward(high, low);
            return h is not null && l is not null ? h.Mean([1]) + l.Upsample(2).Mean([1]) : (h ?? l)!;
        }
    }
}
