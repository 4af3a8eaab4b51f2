using System.Diagnostics;
using System.Text.Json.Nodes;
using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Tests.IO;

namespace IlgpuConv.Tests.Ops.Conv;

public sealed class ConvTuningTests : IDisposable
{
    private readonly CpuDevice _device = new(2);
    private readonly TempFolder _folder = new();

    public static TheoryData<ConvDirection> Directions => [ConvDirection.Forward, ConvDirection.InputGradient, ConvDirection.WeightGradient];

    public void Dispose()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void Every_plan_of_a_shape_is_checked_and_timed_and_the_fastest_is_chosen(ConvDirection direction)
    {
        ConvTuningEntry entry = new ConvTuning(_device).Measure(Shape(16, 24), direction);
        Assert.True(entry.Candidates.Count > 2, $"{entry.Candidates.Count} plans");
        Assert.Equal("planned", entry.Candidates[0].Choice);
        Assert.All(entry.Candidates, candidate => Assert.Null(candidate.Refusal));
        Assert.All(entry.Candidates, candidate => Assert.True(candidate.Seconds > 0));
        Assert.True(entry.Seconds <= entry.PlannedSeconds);
        Assert.Equal((Shape(16, 24).ToString(), direction, ElementType.Float32), (entry.Shape, entry.Direction, entry.Type));
    }

    [Theory]
    [InlineData(8, 8, 8)]
    [InlineData(16, 16, 4)]
    [InlineData(16, 32, 16)]
    [InlineData(1, 1, 1)]
    public void Depthwise_and_grouped_shapes_have_a_direct_kernel_beside_their_own(int inChannels, int outChannels, int groups)
    {
        ConvTuningEntry entry = new ConvTuning(_device).Measure(Shape(inChannels, outChannels, groups), ConvDirection.Forward);
        Assert.All(entry.Candidates, candidate => Assert.Null(candidate.Refusal));
        Assert.Contains(entry.Candidates, candidate => candidate.Choice.StartsWith("direct", StringComparison.Ordinal) || entry.Candidates.Count == 1);
    }

    [Fact]
    public void Double_and_filters_of_each_sample_are_measured_too()
    {
        var tuning = new ConvTuning(_device);
        Assert.All(tuning.Measure(Shape(3, 5), ConvDirection.Forward, ElementType.Float64).Candidates, candidate => Assert.Null(candidate.Refusal));
        ConvShape perSample = ConvShape.Of("conv", [2, 3, 6, 5], [2, 4, 3, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)], 1, perSample: true);
        foreach (ConvDirection direction in Enum.GetValues<ConvDirection>())
            Assert.All(tuning.Measure(perSample, direction).Candidates, candidate => Assert.Null(candidate.Refusal));
        Assert.Equal(4, tuning.Entries.Count);
    }

    [Fact]
    public void A_plan_that_computes_something_else_cannot_win()
    {
        // The plans of this measurement are forced by a function that, for one of them, hands out another convolution's result.
        ConvShape shape = Shape(16, 24);
        Tensor Forced(ConvChoice choice, Func<Tensor> work) => choice.Name == "direct 1x4" ? work() * 1.001 : work();
        ConvTuningEntry entry = new ConvMeasurement(shape, ConvDirection.Forward, ElementType.Float32, _device, 1 << 28, Forced).Run();
        ConvTuningCandidate wrong = Assert.Single(entry.Candidates, candidate => candidate.Refusal is not null);
        Assert.Equal(("direct 1x4", 0), (wrong.Choice, wrong.Seconds));
        Assert.Matches(@"^element \d+ is -?[\d.E-]+, of the direct kernel -?[\d.E-]+, tolerance [\d.E-]+$", wrong.Refusal);
        Assert.NotEqual("direct 1x4", entry.Choice);
    }

    [Fact]
    public void What_needs_more_workspace_than_the_cap_cannot_win()
    {
        ConvTuningEntry entry = new ConvTuning(_device, workspaceCap: 0).Measure(Shape(16, 24), ConvDirection.Forward);
        Assert.Equal("planned", entry.Choice);
        Assert.All(entry.Candidates.Skip(1), candidate =>
            Assert.Equal($"its workspace of {candidate.WorkspaceBytes} bytes is over the cap of 0", candidate.Refusal));
        ArgumentOutOfRangeException fault = Assert.Throws<ArgumentOutOfRangeException>(() => new ConvTuning(_device, -1));
        Assert.StartsWith("[tuning] the cap of the workspace must be at least 0. Got -1.", fault.Message);
    }

    [Fact]
    public void An_attached_table_measures_what_it_meets_once_and_is_used_until_it_is_detached()
    {
        using var scope = new TensorScope();
        (Tensor x, Tensor w) = Tensors();
        float[] before = x.Conv2d(w, padding: 1).ToArray<float>();
        var tuning = new ConvTuning(_device);
        using (tuning.Attach(measures: true))
        {
            x.Conv2d(w, padding: 1);
            ConvTuningEntry first = Assert.Single(tuning.Entries);
            x.Conv2d(w, padding: 1);
            Assert.Same(first, Assert.Single(tuning.Entries));
        }
        x.Conv2d(w, padding: 1, stride: 2);
        Assert.Single(tuning.Entries);

        ConvPlan Plan() => ConvRun.Plan(Shape(16, 24), ConvDirection.Forward, x);
        tuning.Add(tuning.Entries[0] with { Choice = "direct 1x4" });
        Assert.Equal("planned", Plan().Choice.Name);
        using (tuning.Attach())
        {
            Assert.Equal("direct 1x4", Plan().Choice.Name);
            Assert.Equal(before, x.Conv2d(w, padding: 1).ToArray<float>());
            tuning.Add(tuning.Entries[0] with { Choice = "winograd 9x9" });
            Assert.Equal("planned", Plan().Choice.Name);
            InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() => new ConvTuning(_device).Attach());
            Assert.Equal("[tuning] a device must have one table at a time. Got a second one for cpu.", fault.Message);
        }
        Assert.Equal("planned", Plan().Choice.Name);
    }

    [Fact]
    public void Gradients_are_measured_where_they_are_met()
    {
        using var scope = new TensorScope();
        (Tensor x, Tensor w) = Tensors();
        x.RequiresGrad = w.RequiresGrad = true;
        var tuning = new ConvTuning(_device);
        using (tuning.Attach(measures: true)) x.Conv2d(w, padding: 1).Sum().Backward();
        Assert.Equal(Enum.GetValues<ConvDirection>(), tuning.Entries.Select(entry => entry.Direction).Order());
    }

    [Fact]
    public void Empty_tensors_are_not_measured()
    {
        using var scope = new TensorScope();
        var tuning = new ConvTuning(_device);
        using (tuning.Attach(measures: true)) Tensor.Zeros([0, 3, 5, 5], device: _device).Conv2d(Tensor.Zeros([4, 3, 3, 3], device: _device));
        Assert.Empty(tuning.Entries);
    }

    [Fact]
    public void A_table_is_read_as_it_was_written()
    {
        string path = Saved();
        ConvTuning read = ConvTuningFile.Load(path, _device);
        Assert.Empty(read.Warnings);
        ConvTuningEntry entry = Assert.Single(read.Entries), again = Assert.Single(ConvTuningFile.Load(path, _device).Entries);
        Assert.Equal(entry.Candidates, again.Candidates);
        Assert.Equal(Shape(16, 24).ToString(), entry.Shape);
        Assert.Empty(ConvTuningFile.Load(path, _device, workspaceCap: 0).Entries);
        Assert.Empty(ConvTuningFile.Load(_folder.File("absent.json"), _device).Warnings);
    }

    [Theory]
    [InlineData("version", "9.9.9")]
    [InlineData("machine", "another")]
    [InlineData("device", "cpu: another")]
    [InlineData("lanes", "3")]
    [InlineData("threads", "77")]
    public void A_table_of_another_place_is_ignored_with_a_warning(string name, string value)
    {
        string path = Saved();
        JsonNode root = JsonNode.Parse(File.ReadAllText(path))!;
        string here = (string)root[name]!;
        root[name] = value;
        File.WriteAllText(path, root.ToJsonString());
        IgnoredWith(path, $"[tuning] a table must be of this {name}. Got '{value}' for '{here}' in '{path}': ignored.");
    }

    [Fact]
    public void A_damaged_table_is_ignored_with_a_warning()
    {
        string path = Saved(), text = File.ReadAllText(path);
        File.WriteAllText(path, text[..(text.Length / 2)]);
        Assert.StartsWith($"[tuning] a table must be what ConvTuningFile writes. Got '{path}', line ", Assert.Single(ConvTuningFile.Load(path, _device).Warnings));
        File.WriteAllText(path, text.Replace("ilgpuconv-tuning 1", "ilgpuconv-tuning 2"));
        IgnoredWith(path, $"[tuning] a table must be what ConvTuningFile writes. Got '{path}': the format is 'ilgpuconv-tuning 2' and not 'ilgpuconv-tuning 1': ignored.");
        JsonNode root = JsonNode.Parse(text)!;
        root["entries"]![0]!["choice"] = "rm -rf";
        File.WriteAllText(path, root.ToJsonString());
        IgnoredWith(path, $"[tuning] a table must be what ConvTuningFile writes. Got '{path}': the choice 'rm -rf' is none of the candidates that could win: ignored.");
        foreach (string rubbish in (string[])["", "[]", "null", "{}", "{\"format\": 3}"])
        {
            File.WriteAllText(path, rubbish);
            ConvTuning tuning = ConvTuningFile.Load(path, _device);
            Assert.Equal((1, 0), (tuning.Warnings.Count, tuning.Entries.Count));
        }
    }

    private void IgnoredWith(string path, string warning)
    {
        using var text = new StringWriter();
        using var listener = new TextWriterTraceListener(text);
        Trace.Listeners.Add(listener);
        ConvTuning tuning = ConvTuningFile.Load(path, _device);
        listener.Flush();
        Trace.Listeners.Remove(listener);
        Assert.Equal(warning, Assert.Single(tuning.Warnings));
        Assert.Empty(tuning.Entries);
        Assert.Contains(warning, text.ToString());
    }

    private string Saved()
    {
        var tuning = new ConvTuning(_device);
        tuning.Measure(Shape(16, 24), ConvDirection.Forward);
        string path = _folder.File("tuning.json");
        ConvTuningFile.Save(tuning, path);
        return path;
    }

    private static ConvShape Shape(int inChannels, int outChannels, int groups = 1) => ConvShape.Of(
        "conv", [1, inChannels, 9, 11], [outChannels, inChannels / groups, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)], groups);

    private (Tensor X, Tensor Weight) Tensors()
    {
        var random = new RandomGenerator(3);
        return (
            Tensor.Normal([1, 16, 9, 11], generator: random, device: _device),
            Tensor.Normal([24, 16, 3, 3], generator: random, device: _device, order: MemoryOrder.Filter));
    }
}
