using System.Text;
using CommandLine;
using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Cli;

[Verb("search-dilation", HelpText = "Train a network with large kernels, choose a dilation for each channel, and go on with 3x3 at those.")]
internal sealed class SearchDilationVerb : DataVerb
{
    [Option("widths", Separator = ',', MetaValue = "NUMBERS", HelpText = "Channels of the convolutions with commas between (default: 16,32).")]
    public IEnumerable<int> Widths { get; set; } = [];

    [Option("max-dilation", Default = 3, MetaValue = "N", HelpText = "The largest dilation; the kernels of the supernet have 2 N + 1 rows and columns.")]
    public int MaxDilation { get; set; }

    [Option("epochs", Default = 8, MetaValue = "N", HelpText = "Passes over the images before the choice.")]
    public int Epochs { get; set; }

    [Option("tune-epochs", Default = 4, MetaValue = "N", HelpText = "Passes over the images after it, 0 for none.")]
    public int TuneEpochs { get; set; }

    [Option("calibration", Default = 256, MetaValue = "N", HelpText = "Images to choose by.")]
    public int Calibration { get; set; }

    [Option("images", Default = 6000, MetaValue = "N", HelpText = "Train with the first N images.")]
    public int Images { get; set; }

    [Option("seed", Default = 1L, MetaValue = "N", HelpText = "The seed of everything random.")]
    public long Seed { get; set; }

    [Option("pattern", Default = "dilations.json", MetaValue = "FILE", HelpText = "Where to write the dilations, in the format of IC-Conv.")]
    public string Pattern { get; set; } = "";

    [Option("svg", Default = "dilations.svg", MetaValue = "FILE", HelpText = "Where to draw them.")]
    public string Svg { get; set; } = "";

    public override int Run(Screen screen, CancellationToken stop)
    {
        int[] widths = Widths.Any() ? [.. Widths] : [16, 32];
        if (widths.Min() < 1 || MaxDilation is < 1 or > 15 || Epochs < 1 || TuneEpochs < 0 || Calibration < 1 || Images < 1)
        {
            throw new UsageException(
                "--widths, --epochs, --calibration and --images must be at least 1, --max-dilation 1 to 15, --tune-epochs 0 or more. " +
                $"Got {string.Join(",", widths)}, {Epochs}, {Calibration}, {Images}, {MaxDilation} and {TuneEpochs}.");
        }
        Device device = OpenDevice(screen);
        DataSplit data = LoadData();
        data = ModelStudy.Part(data, Images, data.Test.Count);
        LabelledImages train = data.Train;
        TrainingOptions options = new(Model: "supernet", Epochs: Epochs, LearningRate: 0.004, Seed: Seed);
        using Trainer supernet = new(options, data, device, (random, on) => DilationSearch.Supernet(
            train.Channels, Math.Min(train.Height, train.Width), widths, MaxDilation, train.Classes, random, on));
        screen.Line(FormattableString.Invariant(
            $"supernet, kernels of {2 * MaxDilation + 1}x{2 * MaxDilation + 1}, {Parameters(supernet.Model):N0} parameters, on {data.Name}: {train.Count} images"));
        new TrainingDisplay(screen, supernet).Run(stop, () => { });
        if (!supernet.IsDone) return Stopped(screen);
        double before = Classifier.Evaluate(supernet.Model, data.Test, device).Accuracy;

        DilationSearchResult result;
        try
        {
            using var scope = new TensorScope();
            result = DilationSearch.Run((Sequential)supernet.Model, Batches(train, device), layer => screen.Line(layer.ToString()), stop);
        }
        catch (OperationCanceledException)
        {
            return Stopped(screen);
        }
        DilationPatternFile.Write(Pattern, [.. result.Layers.Select(layer => layer.Pattern)]);
        string picture = DilationPicture.Draw(result.Layers, $"Dilations chosen on {data.Name}");
        AtomicFile.Write(Svg, stream => stream.Write(Encoding.UTF8.GetBytes(picture)));
        screen.Line($"dilations: {Pattern}");
        screen.Line($"picture: {Svg}");
        double after = Classifier.Evaluate(result.Network, data.Test, device).Accuracy, tuned = after;
        if (TuneEpochs > 0)
        {
            screen.Line(FormattableString.Invariant($"3x3 at those dilations, {Parameters(result.Network):N0} parameters"));
            using Trainer tuning = new(options with { Model = "inception", Epochs = TuneEpochs, LearningRate = 0.002 }, data, device, (_, _) => result.Network);
            new TrainingDisplay(screen, tuning).Run(stop, () => { });
            if (!tuning.IsDone) return Stopped(screen);
            tuned = Classifier.Evaluate(tuning.Model, data.Test, device).Accuracy;
        }
        screen.Line(FormattableString.Invariant($"accuracy: supernet {before:0.0000}, cropped {after:0.0000}, tuned {tuned:0.0000}"));
        return ExitCode.Done;
    }

    private List<Tensor> Batches(LabelledImages images, Device device)
    {
        var batches = new Batches(ModelStudy.Part(new DataSplit("calibration", images, images), Calibration, 1).Train, 64);
        var tensors = new List<Tensor>();
        float[] pixels = new float[64 * images.ImageLength];
        int[] labels = new int[64];
        for (int batch = 0; batch < batches.Count; batch++)
        {
            batches.Fill(0, batch, pixels, labels);
            int count = batches.Length(batch);
            tensors.Add(Tensor.FromArray<float>(pixels.AsSpan(0, count * images.ImageLength), [count, images.Channels, images.Height, images.Width], device));
        }
        return tensors;
    }

    private static int Stopped(Screen screen)
    {
        screen.Error.WriteLine("stopped; nothing was written after what is named above");
        return ExitCode.Interrupted;
    }

    private static long Parameters(Module model) => model.Parameters().Sum(parameter => parameter.Value.Shape.Elements);
}
