using System.Text;
using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

[Verb("study", HelpText = "Train several networks alike, a few seeds each, and compare accuracy, size and speed.")]
internal sealed class StudyVerb : DataVerb
{
    [Option("models", MetaValue = "NAMES", Separator = ',', HelpText = "The networks with commas between; by default those that differ in one layer.")]
    public IEnumerable<string> Models { get; set; } = [];

    [Option("seeds", Default = 3, MetaValue = "N", HelpText = "Trainings of each network, with the seeds 1 to N.")]
    public int Seeds { get; set; }

    [Option("epochs", Default = 4, MetaValue = "N", HelpText = "Passes over the images.")]
    public int Epochs { get; set; }

    [Option("images", Default = 6000, MetaValue = "N", HelpText = "Train with the first N images.")]
    public int Images { get; set; }

    [Option("test-images", Default = 2000, MetaValue = "N", HelpText = "Test with the first N images that training never sees.")]
    public int TestImages { get; set; }

    [Option("markdown", MetaValue = "FILE", HelpText = "Write the table.")]
    public string? Markdown { get; set; }

    [Option("svg", MetaValue = "FILE", HelpText = "Draw the accuracies.")]
    public string? Svg { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        string[] models = [.. Models.Any() ? Models.Select(Cli.Models.Known) : ModelCatalog.Comparable];
        if (Seeds < 1 || Images < 1 || TestImages < 1) throw new UsageException($"--seeds, --images and --test-images must be at least 1. Got {Seeds}, {Images} and {TestImages}.");
        Device device = OpenDevice(screen);
        DataSplit data = ModelStudy.Part(LoadData(), Images, TestImages);
        var options = new TrainingOptions(Epochs: Epochs, BatchSize: 64, LearningRate: 0.004, Shift: 0);
        var trials = new List<ModelTrial>();
        try
        {
            foreach (ModelTrial trial in ModelStudy.Run(models, options, Seeds, data, device, stop))
            {
                trials.Add(trial);
                screen.Error.WriteLine(FormattableString.Invariant(
                    $"{trial.Model}, seed {trial.Seed}: accuracy {trial.Accuracy:0.0000}, {trial.ImagesPerSecond:0} images/s"));
            }
        }
        catch (OperationCanceledException)
        {
            screen.Error.WriteLine("stopped; the trainings so far:");
        }
        var study = new ModelStudy(trials);
        string with = FormattableString.Invariant(
            $"{data.Name}: {data.Train.Count} images, {Epochs} epochs, {Seeds} seeds; {data.Test.Count} test images; {device.Id}, {device.Capabilities.Threads} threads");
        screen.Line(with);
        screen.Line();
        screen.Output.Write(study.ToMarkdown());
        if (stop.IsCancellationRequested) return ExitCode.Interrupted;
        if (Markdown is not null) Write(Markdown, $"{with}\n\n{study.ToMarkdown()}");
        if (Svg is not null) Write(Svg, StudyPicture.Draw(study, "Test accuracy after a short training", with));
        return ExitCode.Done;
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
