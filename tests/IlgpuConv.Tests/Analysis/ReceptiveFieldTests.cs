using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

/// <summary>Sizes, jumps and starts of small networks, by the formulas of the literature.</summary>
public class ReceptiveFieldTests
{
    [Fact]
    public void Two_3x3_of_stride_2_see_7_and_jump_4()
    {
        AxisField field = Last(new Sequential(Conv(3, 2, 1), Conv(3, 2, 1)), 32).Axes[0];
        Assert.Equal((7, 4.0, 0.5), (field.Size, field.Jump, field.Start));
    }

    [Theory]
    [InlineData(5, 25, 9, 2)]
    [InlineData(7, 49, 49, 1, 2)]
    [InlineData(15, 225, 225, 1, 2, 4)]
    [InlineData(13, 169, 49, 2, 2, 2)]
    [InlineData(13, 169, 169, 1, 2, 3)]
    public void Dilated_convolutions_see_and_reach(int size, long field, long reached, params int[] dilations)
    {
        LayerField last = Last(new Sequential([.. dilations.Select(d => Conv(3, 1, d, d))]), 40);
        Assert.Equal((size, size, field, reached), (last.Axes[0].Size, last.Axes[1].Size, (long)last.Axes[0].Size * last.Axes[1].Size, last.Positions));
        Assert.Equal(0.5, last.Axes[0].Start);
        Assert.Equal((double)reached / field, last.Coverage);
    }

    [Fact]
    public void The_recursion_of_the_literature_holds_for_any_stack()
    {
        var random = new Random(1);
        for (int round = 0; round < 40; round++)
        {
            var stack = new Sequential();
            (int size, int jump, double start) = (1, 1, 0.5);
            for (int layer = 0; layer < 4; layer++)
            {
                (int kernel, int stride, int dilation) = (random.Next(1, 5), random.Next(1, 4), random.Next(1, 4));
                int padding = random.Next(0, dilation * (kernel - 1) / 2 + 1);
                stack.Add(new Conv2d(1, 1, kernel, stride, padding, dilation));
                (size, start, jump) = (size + dilation * (kernel - 1) * jump, start + (dilation * (kernel - 1) / 2.0 - padding) * jump, jump * stride);
            }
            AxisField field = Last(stack, 200).Axes[1];
            Assert.Equal((size, (double)jump, start), (field.Size, field.Jump, field.Start));
        }
    }

    [Fact]
    public void Outputs_of_a_transposed_convolution_see_what_their_phase_reaches()
    {
        LayerField field = Last(new Sequential(new ConvTranspose2d(1, 1, 3, 2)), 9);
        Assert.Equal((2, 1, 0.5), (field.Axes[0].Size, field.Axes[0].LeastSize, field.Axes[0].Jump));
        Assert.Equal(["-1..0", "0"], field.Boxes[0][0].Phases.Select(p => p.ToString()));
        // Behind a convolution that sees 3: one phase sees 4, the other 3.
        AxisField behind = Last(new Sequential(Conv(3, 1, 1), new ConvTranspose2d(1, 1, 3, 2)), 9).Axes[0];
        Assert.Equal((4, 3), (behind.Size, behind.LeastSize));
        // Down and up again: the formula r + floor(d (k - 1) / s) j gives 3 + 2 = 5; the exact sets 5 and 3.
        AxisField hourglass = Last(new Sequential(Conv(3, 2, 1), new ConvTranspose2d(1, 1, 3, 2, 1, 1)), 16).Axes[0];
        Assert.Equal((5, 3, 1.0), (hourglass.Size, hourglass.LeastSize, hourglass.Jump));
    }

    [Fact]
    public void Branches_are_a_union_of_boxes_and_not_their_hull()
    {
        var cross = new Branches(new Conv2d(1, 1, (1, 7), padding: (0, 3)), new Conv2d(1, 1, (7, 1), padding: (3, 0)));
        LayerField field = Last(cross, 20);
        Assert.Equal((7, 7, 13), (field.Axes[0].Size, field.Axes[1].Size, field.Positions));
        Assert.False(field.IsJoined);
        bool[] mask = field.Mask([10, 10]);
        Assert.Equal(13, mask.Count(seen => seen));
        Assert.True(mask[7 * 20 + 10] && mask[10 * 20 + 13] && !mask[9 * 20 + 9]);
    }

    [Fact]
    public void A_residual_adds_nothing_and_global_pooling_sees_the_whole_input()
    {
        ReceptiveFields fields = ReceptiveFields.Of(new Sequential(new Residual(Conv(3, 1, 1)), new GlobalAvgPool2d(), new Flatten(), new Linear(1, 4)), new Shape(1, 1, 12, 10));
        LayerField residual = fields.Operations.Single(f => f.Operation == "add");
        Assert.Equal((3, 9, false), (residual.Axes[0].Size, residual.Positions, residual.SeesWhole));
        LayerField linear = fields.Operations[^1];
        Assert.Equal(("3", "Linear", "linear"), (linear.Layer, linear.Kind, linear.Operation));
        Assert.Equal((12, 10, 120, true), (linear.Axes[0].Size, linear.Axes[1].Size, linear.Positions, linear.SeesWhole));
        Assert.Equal("add", fields.LastMap.Operation);
    }

    [Fact]
    public void Attention_over_the_whole_input_leaves_the_local_field_visible()
    {
        LayerField field = Last(new Sequential(new Conv2d(1, 16, 5, padding: 2), new SqueezeExcite(16)), 16);
        Assert.Equal((5, true), (field.Axes[0].Size, field.SeesWhole));
        Assert.Equal(25, field.Positions);
        Assert.Equal(256, field.Mask([8, 8]).Count(seen => seen));
        Assert.Equal(25, field.Mask([8, 8], withWhole: false).Count(seen => seen));
    }

    [Fact]
    public void A_deformable_layer_has_its_static_field_and_the_statistics_of_its_offsets()
    {
        var layer = new DeformConv2d(2, 2, 3, padding: 1, generator: new RandomGenerator(1));
        LayerField still = Last(layer, 12, 2);
        Assert.Equal(new OffsetStatistics(0, 0, 0), still.Offsets);
        foreach ((string name, Parameter parameter) in layer.NamedParameters())
            if (name.Contains("offset", StringComparison.Ordinal) && parameter.Value.Shape.Rank == 1) parameter.Value.Fill(0.75);
        LayerField moved = Last(layer, 12, 2);
        Assert.Equal((0.75, 0.0, 0.75), (moved.Offsets!.Mean, moved.Offsets.Deviation, moved.Offsets.Largest));
        // The offsets come from a 3x3 convolution of the same input.
        Assert.Equal(3, moved.Axes[0].Size);
    }

    [Fact]
    public void Layers_have_their_names_and_weights_that_are_made_belong_to_the_layer_that_uses_them()
    {
        var network = new Sequential().Add(new CentralDifferenceConv2d(1, 2, 3, padding: 1), "cdc").Add(new Relu(), "act").Add(new MaxPool2d(2), "pool");
        ReceptiveFields fields = ReceptiveFields.Of(network, new Shape(1, 1, 8, 8));
        Assert.Equal(["cdc", "act", "pool"], fields.Layers.Select(f => f.Layer));
        Assert.Equal([3, 3, 4], fields.Layers.Select(f => f.Axes[0].Size));
        Assert.Equal([1.0, 1, 2], fields.Layers.Select(f => f.Axes[0].Jump));
    }

    [Fact]
    public void Volumes_and_signals_have_fields_too()
    {
        LayerField volume = ReceptiveFields.Of(new Sequential(new Conv3d(1, 1, (3, 5, 1)), new MaxPool3d((2, 2, 2))), new Shape(1, 1, 12, 14, 6)).Operations[^1];
        Assert.Equal([4, 6, 2], volume.Axes.Select(a => a.Size));
        Assert.Equal([2.0, 2, 2], volume.Axes.Select(a => a.Jump));
        LayerField signal = ReceptiveFields.Of(new Sequential(new Conv1d(1, 1, 9, 4), new AvgPool1d(3, 2)), new Shape(1, 1, 100)).Operations[^1];
        Assert.Equal((17, 8.0), (signal.Axes[0].Size, signal.Axes[0].Jump));
    }

    [Fact]
    public void Columns_of_an_unfold_keep_their_places()
    {
        LayerField field = Last(new Sequential(new Unfold(3, padding: 1), new Fold(8, 3, padding: 1)), 8);
        Assert.Equal((5, 5, 25), (field.Axes[0].Size, field.Axes[1].Size, field.Positions));
    }

    [Fact]
    public void An_operation_that_says_nothing_of_its_positions_is_refused_by_name()
    {
        NotSupportedException fault = Assert.Throws<NotSupportedException>(() => Last(new Half(), 6));
        Assert.Equal("[receptive field] an operation must say which positions it reads. Got half, which says nothing of axis 3 of its input.", fault.Message);
    }

    [Fact]
    public void Sparse_layers_see_what_a_filter_would_if_every_place_held_a_site()
    {
        LayerField submanifold = Last(new SubmanifoldConv2d(1, 1, 3, dilation: 2), 12);
        Assert.Equal((5, 9L, false), (submanifold.Axes[0].Size, submanifold.Positions, submanifold.SeesWhole));
        using var stack = new SparseSequential(new SubmanifoldConv2d(1, 2, 3), new Relu(), new SparseConv2d(2, 2, 2, 2), new SubmanifoldConv2d(2, 2, 3));
        LayerField down = ReceptiveFields.Of(stack, new Shape(2, 1, 12, 12)).Operations.Last(field => field.Operation == "sparse conv");
        Assert.Equal((8, 2.0), (down.Axes[1].Size, down.Axes[1].Jump));
        using var pooled = new SparseSequential(new SparseMaxPool2d(3, 2));
        LayerField pool = Last(pooled, 13);
        Assert.Equal((3, 2.0, "memory view"), (pool.Axes[0].Size, pool.Axes[0].Jump, pool.Operation));
        Assert.Equal([2, 3], pool.OutputAxes);
    }

    [Fact]
    public void A_sparse_network_sees_what_moves_it()
    {
        using var scope = new TensorScope();
        using var network = new SparseUNet(1, 2, new SparseUNetOptions { Widths = [4, 6], Generator = new RandomGenerator(1) });
        network.To(Runtime.ElementType.Float64);
        Tensor x = Tensor.Uniform([1, 1, 22, 10, 12], 0.5, 1, new RandomGenerator(2), Runtime.ElementType.Float64);
        ReceptiveFields fields = ReceptiveFields.Of(network, x);
        LayerField last = fields.Operations[^1];
        GradientFootprint seen = GradientFootprint.Of(network, [x], (index, _) => index == last.Index ? [11, 5, 6] : null).Single();
        bool[] mask = last.Mask([11, 5, 6]);
        Assert.Equal((false, 3), (last.SeesWhole, last.Axes.Count));
        Assert.True(seen.Mask.Count(moved => moved) > 200);
        for (int i = 0; i < mask.Length; i++) Assert.True(mask[i] || !seen.Mask[i], $"position {i}");
        (int first, int end) = seen.Bounds([22, 10, 12])[0];
        PositionSet rows = last.Axes[0].At(11).Within(22);
        Assert.Equal((rows.First, rows.Last), (first, end));
    }

    [Fact]
    public void An_input_without_positions_is_refused()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ReceptiveFields.Of(new Linear(3, 2), new Shape(2, 3)));
        Assert.Equal("[receptive field] the input must be [N, C, spatial...]. Got f32 [2, 3] row-major on cpu. (Parameter 'input')", fault.Message);
    }

    private static Conv2d Conv(int kernel, int stride, int padding, int dilation = 1) => new(1, 1, kernel, stride, padding, dilation);

    private static LayerField Last(Module model, int size, int channels = 1) => ReceptiveFields.Of(model, new Shape(1, channels, size, size)).Operations[^1];

    private sealed class Branches : Module
    {
        private readonly Module[] _branches;

        public Branches(params Module[] branches) => _branches = [.. branches.Select((branch, i) => AddModule($"b{i}", branch))];

        public override Tensor Forward(Tensor input) => Tensor.Concat(1, Array.ConvertAll(_branches, branch => branch.Forward(input)));
    }

    private sealed class Residual : Module
    {
        private readonly Module _branch;

        public Residual(Module branch) => _branch = AddModule("branch", branch);

        public override Tensor Forward(Tensor input) => _branch.Forward(input) + input;
    }

    /// <summary>Every second number of each row, by an operation that overrides nothing.</summary>
    private sealed class Half : Module
    {
        public override Tensor Forward(Tensor input) => new HalfOperation().Apply(input);
    }

    private sealed class HalfOperation : Operation
    {
        public override string Name => "half";

        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Tensor.Zeros(inputs[0].Shape.With(-1, inputs[0].Shape[-1] / 2), inputs[0].Type, inputs[0].Device);

        protected override Tensor?[] Backward(Tensor gradient) => [null];
    }
}
