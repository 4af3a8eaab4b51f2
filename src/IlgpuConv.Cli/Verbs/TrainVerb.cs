using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

[Verb("train", HelpText = "Train a network. Without options: the small dynamic network on the bundled digits, in less than a minute.")]
internal sealed class TrainVerb : DataVerb
{
    private static readonly TrainingOptions s_defaults = new();

    [Option("model", MetaValue = "NAME", HelpText = "The network (default: dynamic-small); 'ilgpuconv info --list' names them all.")]
    public string? ModelName { get; set; }

    [Option("epochs", MetaValue = "N", HelpText = "Passes over the training images (default: 60).")]
    public int? Epochs { get; set; }

    [Option("batch", MetaValue = "N", HelpText = "Images of a step (default: 32).")]
    public int? BatchSize { get; set; }

    [Option("learning-rate", MetaValue = "X", HelpText = "The highest learning rate (default: 0.002).")]
    public double? LearningRate { get; set; }

    [Option("weight-decay", MetaValue = "X", HelpText = "How much weights are drawn to 0 (default: 0.05).")]
    public double? WeightDecay { get; set; }

    [Option("shift", MetaValue = "N", HelpText = "Move each training image by up to N pixels (default: 1).")]
    public int? Shift { get; set; }

    [Option("seed", MetaValue = "N", HelpText = "The seed of everything random (default: 1). The same seed gives the same bytes.")]
    public long? Seed { get; set; }

    [Option("checkpoint", MetaValue = "FILE", HelpText = "Where to save after each epoch; by default named after the network and the data.")]
    public string? Checkpoint { get; set; }

    [Option("resume", HelpText = "Go on from the checkpoint, as if the training had never stopped.")]
    public bool Resume { get; set; }

    [Option("weights", MetaValue = "FILE", HelpText = "Start from the weights of a safetensors file, matched by name.")]
    public string? Weights { get; set; }

    public static string DefaultCheckpoint(string model, string? data)
    {
        string name = data is null ? "digits" : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        return $"{model}-{name}.safetensors";
    }

    public override int Run(Screen screen, CancellationToken stop)
    {
        Device device = OpenDevice(screen);
        DataSplit data = LoadData();
        string path = Checkpoint ?? DefaultCheckpoint(ModelName ?? s_defaults.Model, Data);
        using Trainer trainer = Begin(screen, path, data, device);
        TrainingOptions options = trainer.Options;
        long parameters = trainer.Model.Parameters().Sum(parameter => parameter.Value.Shape.Elements);
        screen.Line(FormattableString.Invariant(
            $"{options.Model}, {parameters:N0} parameters, on {data.Name}: {data.Train.Count} images to train with, {data.Test.Count} to test with"));
        screen.Line($"{device.Id}: {device.Name}");

        new TrainingDisplay(screen, trainer).Run(stop, () => trainer.Save(path));
        if (!trainer.IsDone)
        {
            trainer.Save(path);
            screen.Line($"interrupted in epoch {trainer.Progress.Epoch + 1} after batch {trainer.Progress.Batch} of {trainer.BatchesPerEpoch}");
            screen.Line($"checkpoint: {path}");
            screen.Line($"go on with: ilgpuconv train --resume --checkpoint {path}{(Data is null ? "" : $" --data {Data}")}");
            return ExitCode.Interrupted;
        }

        EvaluationResult result = Classifier.Evaluate(trainer.Model, data.Test, device);
        screen.Line($"checkpoint: {path}");
        screen.Line(FormattableString.Invariant($"test accuracy: {result.Accuracy:0.0000}"));
        return ExitCode.Done;
    }

    private Trainer Begin(Screen screen, string path, DataSplit data, Device device)
    {
        if (!Resume)
        {
            TrainingOptions options = Chosen(s_defaults);
            Models.Known(options.Model);
            Trainer fresh = new(options, data, device);
            if (Weights is not null) StartFrom(screen, fresh.Model, Weights);
            return fresh;
        }

        if (Weights is not null) throw new UsageException("--weights begins a training and --resume goes on with one: give one of them.");
        SafeTensorsFile file = OpenFile(path);
        TrainingOptions saved = TrainingOptions.Of(file);
        if (Chosen(saved) != saved) throw new UsageException($"'{path}' was made with other options: {saved.Describe()}. Leave them out to resume.");
        return Trainer.Resume(file, data, device);
    }

    private TrainingOptions Chosen(TrainingOptions otherwise) => new(
        ModelName ?? otherwise.Model, Epochs ?? otherwise.Epochs, BatchSize ?? otherwise.BatchSize, LearningRate ?? otherwise.LearningRate,
        WeightDecay ?? otherwise.WeightDecay, Shift ?? otherwise.Shift, Seed ?? otherwise.Seed);

    private static void StartFrom(Screen screen, Module model, string path)
    {
        StateReport report = TrainingCheckpoint.LoadWeights(model, OpenFile(path));
        screen.Line($"weights of '{path}': {report}");
        if (report.Loaded.Count == 0) throw new UsageException($"'{path}' has no weights for this network.");
    }
}
