using CommandLine;
using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using Spectre.Console;

namespace IlgpuConv.Cli;

[Verb("tune", HelpText = "Measure how the convolutions of a network run fastest on this machine, and keep that in a file for --tuning.")]
internal sealed class TuneVerb : DeviceVerb
{
    [Option("model", MetaValue = "NAME", HelpText = "The network (default: dynamic-small).")]
    public string? ModelName { get; set; }

    [Option("size", MetaValue = "CxHxW", HelpText = "Channels, height and width of an image, such as 3x224x224.")]
    public string? Size { get; set; }

    [Option("batch", Default = 32, MetaValue = "N", HelpText = "Images at once: a table holds for its batch size only.")]
    public int Batch { get; set; }

    [Option("training", HelpText = "Measure the gradients too.")]
    public bool Training { get; set; }

    [Option("file", Default = "conv-tuning.json", MetaValue = "FILE", HelpText = "The table; what it knows already is kept.")]
    public string Path { get; set; } = "";

    [Option("workspace", Default = 256, MetaValue = "MIB", HelpText = "The most memory that a way to run may take besides its tensors.")]
    public int Workspace { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        if (Tuning is not null) throw new UsageException("--tuning uses a table and tune makes one: give --file.");
        if (Batch < 1 || Workspace < 0) throw new UsageException($"--batch must be at least 1 and --workspace at least 0. Got {Batch} and {Workspace}.");
        ModelEntry chosen = ModelCatalog.Find(Models.Known(ModelName ?? ModelCatalog.Default));
        (int channels, int height, int width) = Size is null ? chosen.Image : InfoVerb.ParseSize(Size);
        Device device = OpenPlainDevice();
        ConvTuning tuning = ConvTuningFile.Load(Path, device, (long)Workspace << 20);
        foreach (string warning in tuning.Warnings) screen.Error.WriteLine(warning);
        using (tuning.Attach(measures: true))
        {
            using TensorScope scope = new();
            using Module model = chosen.Create(channels, height, width, chosen.Classes, new RandomGenerator(0), device);
            Tensor images = Tensor.Uniform([Batch, channels, height, width], 0, 1, new RandomGenerator(1), device: device);
            if (Training) model.Forward(images).Sum().Backward();
            using NoGrad noGrad = new();
            model.Eval().Forward(images);
        }
        ConvTuningFile.Save(tuning, Path);
        Print(screen, tuning);
        screen.Line($"table: {Path}");
        return ExitCode.Done;
    }

    private static void Print(Screen screen, ConvTuning tuning)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("convolution", "direction", "planned µs", "chosen", "µs", "plans");
        foreach (ConvTuningEntry entry in tuning.Entries)
        {
            table.AddRow(
                Markup.Escape(entry.Shape), $"{entry.Direction}", FormattableString.Invariant($"{entry.PlannedSeconds * 1e6:0.0}"), entry.Choice,
                FormattableString.Invariant($"{entry.Seconds * 1e6:0.0}"), $"{entry.Candidates.Count(candidate => candidate.Refusal is null)} of {entry.Candidates.Count}");
        }
        screen.Table(table);
    }
}
