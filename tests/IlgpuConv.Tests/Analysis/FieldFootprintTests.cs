using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Analysis;

/// <summary>Receptive fields against what really moves an output: a backward pass from one place, which knows nothing of maps of positions.</summary>
public class FieldFootprintTests
{
    public static TheoryData<string, int> Networks => new()
    {
        { "alexnet", 195 }, { "vgg16", 212 }, { "resnet18", 435 }, { "resnet50", 427 }, { "resnext50", 427 }, { "mobilenet", 491 }, { "squeezenet", 155 },
        { "googlenet", 379 }, { "densenet121", 2071 },
    };

    /// <summary>
    /// All weights positive, rectifiers on, and inputs that rise one way and the other, so that a maximum takes its first and its last position in turn: then
    /// the gradient is positive at both ends of every field.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void The_last_map_of_a_network_sees_what_moves_it(string name, int size)
    {
        using Module network = Make(name);
        MakePositive(network);
        int[] sizes = [(size + 287) / 32 * 32, name == "alexnet" ? 64 : 32];
        Module features = network.Children.FirstOrDefault(child => child.Name == "features").Module ?? network;
        Tensor[] inputs = [Ramp(sizes, 1), Ramp(sizes, -1)];
        ReceptiveFields fields = ReceptiveFields.Of(features, inputs[0]);
        LayerField last = fields.LastMap;
        Assert.Equal((size, false), (last.Axes[0].Size, last.SeesWhole));
        LayerField[] maps = [.. fields.Operations.Where(field => field.OutputAxes.SequenceEqual([2, 3]))];
        Dictionary<int, LayerField> wanted = ((LayerField[])[maps[maps.Length / 8], maps[maps.Length / 3], last]).DistinctBy(field => field.Index).ToDictionary(field => field.Index);
        IReadOnlyList<GradientFootprint> footprints = GradientFootprint.Of(features, inputs, (index, shape) => wanted.ContainsKey(index) ? Centre(shape) : null);
        Assert.Equal(wanted.Count, footprints.Count);
        foreach (GradientFootprint footprint in footprints)
        {
            LayerField field = wanted[footprint.Index];
            PositionSet seen = field.Axes[0].At(field.Output[2] / 2).Within(sizes[0]);
            Assert.Equal((name, field.Index, seen.First, seen.Last), (name, footprint.Index, footprint.Bounds(sizes)[0].First, footprint.Bounds(sizes)[0].Last));
        }
    }

    private static int[]? Centre(Shape shape) => shape.Rank < 3 ? null : [.. shape.Skip(2).Select(size => size / 2)];


    public static TheoryData<string> Operations =>
        [.. CaseSource.All.Where(c => !c.IsPerformanceOnly && c.DerivativeOrder > 0 && !c.Name.StartsWith("Pad2d/circular", StringComparison.Ordinal)).GroupBy(c => c.Name.Split('/')[0]).SelectMany(group => group.Take(6)).Select(c => c.Name)];

    /// <summary>
    /// What moves an output lies in what its operations say they read, for cases of every operation and every input with positions. Fields are those of an input
    /// without ends, so what circular padding takes from the other end is not in them.
    /// </summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void What_moves_an_output_of_an_operation_lies_in_its_field(string name)
    {
        OperationCase subject = CaseSource.Named(name);
        for (int i = 0; i < subject.Inputs.Count; i++)
        {
            Shape shape = subject.Inputs[i].Layout.Shape;
            if (!subject.Inputs[i].HasGradient || shape.Rank < 3 || shape.Elements == 0) continue;
            using var scope = new TensorScope();
            Tensor[] inputs = [.. subject.Inputs.Select((input, k) => input.ToTensor(input.Numbers(subject.Seed(k)), Devices.Get("cpu"), ElementType.Float64, requiresGrad: false))];
            var module = new CaseModule(subject, inputs, i);
            ReceptiveFields fields = ReceptiveFields.Of(module, inputs[i]);
            Dictionary<int, LayerField> known = fields.Operations.Where(field => IsPlaced(field)).ToDictionary(field => field.Index);
            foreach (GradientFootprint footprint in GradientFootprint.Of(module, [inputs[i]], (_, output) => Centre(output) ?? []))
            {
                // What only parameters move has no field and no footprint.
                Assert.True(!footprint.Mask.Contains(true) || fields.Operations.Any(field => field.Index == footprint.Index), $"{footprint.Operation} has no field");
                if (!known.TryGetValue(footprint.Index, out LayerField? field) || fields.Operations.Any(before => before.Index < footprint.Index && before.Offsets is not null)) continue;
                bool[] seen = field.Mask([.. field.OutputAxes.Select(axis => axis < 0 ? 0 : field.Output[axis] / 2)]);
                for (int at = 0; at < seen.Length; at++)
                    Assert.True(seen[at] || !footprint.Mask[at], $"input {i} {shape}, {footprint.Operation} {footprint.Output}: position {at} moves the output and is not in {field}");
            }
        }
    }

    /// <summary>
    /// Random networks of what is linear, with positive weights: the gradient is positive at exactly the positions of the field, holes, branches and phases
    /// of transposed convolutions and resizes included.
    /// </summary>
    [Fact]
    public void Random_linear_networks_have_exactly_the_field_that_moves_them()
    {
        var random = new Random(5);
        int compared = 0, holes = 0;
        for (int round = 0; round < 60; round++)
        {
            using var scope = new TensorScope();
            using var network = new Sequential();
            for (int layer = random.Next(1, 5); layer > 0; layer--) network.Add(AnyLinear(random, canBranch: true));
            network.To(ElementType.Float64);
            foreach (Parameter parameter in network.Parameters()) parameter.Value.Fill(parameter.Name == "bias" ? 0 : 0.5);
            Tensor x = Tensor.Full([1, 1, 48, 41], 1, ElementType.Float64);
            LayerField field;
            int[] at;
            try
            {
                field = ReceptiveFields.Of(network, x).Operations[^1];
                at = [field.Output[2] / 2, field.Output[3] / 2];
            }
            catch (ArgumentException)
            {
                continue;
            }
            // Where a field reaches beyond the border, zeros that were padded between two layers end it earlier than the input's border does.
            if (!Enumerable.Range(0, 2).All(axis => field.Axes[axis].At(at[axis]) is { IsEmpty: false, First: >= 0 } seen && seen.Last < x.Shape[axis + 2])) continue;
            GradientFootprint footprint = GradientFootprint.Of(network, [x], (index, _) => index == field.Index ? at : null).Single();
            Assert.Equal(field.Mask(at), footprint.Mask);
            Assert.False(field.IsJoined);
            compared++;
            if (field.Coverage < 1) holes++;
        }
        Assert.True(compared > 30 && holes > 5, $"compared {compared}, with holes {holes}");
    }

    private static Module AnyLinear(Random random, bool canBranch) => random.Next(canBranch ? 8 : 6) switch
    {
        0 or 1 => new Conv2d(1, 1, (random.Next(1, 4), random.Next(1, 4)), (random.Next(1, 3), random.Next(1, 3)), 1, (random.Next(1, 4), random.Next(1, 3))),
        2 => new ConvTranspose2d(1, 1, random.Next(2, 4), 2, 1, random.Next(2)),
        3 => new AvgPool2d((random.Next(1, 4), 2), (random.Next(1, 3), 1)),
        4 => new Upsample(2, random.Next(2) == 0 ? ResizeMode.Nearest : ResizeMode.Linear),
        5 => new Pad2d((random.Next(-2, 3), random.Next(0, 3))),
        _ => new SumOfTwo(new Conv2d(1, 1, (1, 3), padding: (0, random.Next(1, 3)), dilation: (1, 1)), new Conv2d(1, 1, (random.Next(1, 4), 1)), random.Next(3)),
    };

    /// <summary>Two branches of different fields, cropped to the smaller map and added.</summary>
    private sealed class SumOfTwo : Module
    {
        private readonly Module _left, _right;
        private readonly int _first;

        public SumOfTwo(Module left, Module right, int first) => (_left, _right, _first) = (AddModule("left", left), AddModule("right", right), first);

        public override Tensor Forward(Tensor input)
        {
            Tensor a = _left.Forward(input), b = _right.Forward(input);
            int height = Math.Min(a.Shape[2], b.Shape[2]) - 2, width = Math.Min(a.Shape[3], b.Shape[3]) - 2;
            return a.Slice(2, _first, height).Slice(3, 0, width) + b.Slice(2, 0, height).Slice(3, 2 - _first, width);
        }
    }

    /// <summary>Whether the centre of an output is the centre along each axis of the input: not where axes are laid one in the other, or offsets move what is read.</summary>
    private static bool IsPlaced(LayerField field) =>
        field.Offsets is null && field.OutputAxes.Zip(field.Axes).All(pair => pair.First > 1 || (pair.First < 0 && pair.Second.Reads.Count == 0));

    private sealed class CaseModule(OperationCase subject, Tensor[] inputs, int place) : Module
    {
        public override Tensor Forward(Tensor input)
        {
            Tensor[] given = [.. inputs];
            given[place] = input;
            return subject.Call(given);
        }
    }

    private static Tensor Ramp(int[] sizes, int sign)
    {
        var values = new double[3 * sizes[0] * sizes[1]];
        for (int i = 0; i < values.Length; i++)
        {
            int row = i / sizes[1] % sizes[0], column = i % sizes[1];
            values[i] = 1e-4 * (1 + 1e-4 * sign * (row + column - (sizes[0] + sizes[1]) / 2.0));
        }
        return Tensor.FromDoubles(values, [1, 3, sizes[0], sizes[1]], ElementType.Float64);
    }

    private static void MakePositive(Module network)
    {
        network.To(ElementType.Float64);
        foreach ((_, Parameter parameter) in network.NamedParameters())
        {
            Shape shape = parameter.Value.Shape;
            parameter.RequiresGrad = false;
            parameter.Value.Fill(shape.Rank > 1 ? (double)shape[0] / shape.Elements : parameter.Name == "bias" ? 0 : 1);
        }
    }

    private static Module Make(string name)
    {
        using IDisposable skip = Initialize.Skip();
        return name switch
        {
            "alexnet" => new AlexNet().Children[0].Module,
            "vgg16" => new Vgg(VggOptions.Vgg16 with { Hidden = 1, Classes = 1 }),
            "resnet18" => new ResNet(ResNetOptions.ResNet18),
            "resnet50" => new ResNet(ResNetOptions.ResNet50),
            "resnext50" => new ResNet(ResNetOptions.ResNeXt50),
            "mobilenet" => new MobileNetV2(),
            "squeezenet" => new SqueezeNet(),
            "googlenet" => new GoogLeNet(),
            _ => new DenseNet(),
        };
    }
}
