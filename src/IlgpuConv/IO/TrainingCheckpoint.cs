using System.Globalization;
using System.Text.RegularExpressions;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.IO;

/// <summary>What a training saves: weights under their own names, the optimiser's tensors, and the rest as text in the metadata.</summary>
public static class TrainingCheckpoint
{
    private const string Format = "ilgpuconv-training-1";
    private const string OptimizerPrefix = "optimizer.";

    /// <summary>The network that a checkpoint is of, or null for a file of another program.</summary>
    public static string? ModelOf(SafeTensorsFile file) => file.Metadata.GetValueOrDefault("options.model");

    /// <summary>Channels, height, width and classes of the images that a checkpoint was trained with, or null for a file that does not say.</summary>
    public static (int Channels, int Height, int Width, int Classes)? ImagesOf(SafeTensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Match sizes = Regex.Match(file.Metadata.GetValueOrDefault("data", ""), @" images of (\d+)x(\d+)x(\d+) in (\d+) classes$", RegexOptions.CultureInvariant);
        int Number(int group) => int.Parse(sizes.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        return sizes.Success ? (Number(1), Number(2), Number(3), Number(4)) : null;
    }

    /// <summary>Copies the weights of a checkpoint, or of another program's file, into a network by name.</summary>
    public static StateReport LoadWeights(Module model, SafeTensorsFile file) => model.Load(file, OptimizerPrefix);

    internal static void Save(
        string path, TrainingOptions options, TrainingProgress progress, Module model, AdamW optimizer, RandomGenerator random, DataSplit data)
    {
        SafeTensorsWriter writer = new();
        foreach ((string name, Tensor tensor) in model.StateDictionary())
        {
            writer.Add(name, tensor);
        }

        IReadOnlyList<(string Name, Tensor Tensor)> state = optimizer.StateDictionary();
        foreach ((string name, Tensor tensor) in state)
        {
            writer.Add(OptimizerPrefix + name, tensor);
        }

        foreach ((string key, string value) in options.ToMetadata())
        {
            writer.Metadata[key] = value;
        }

        writer.Metadata["format"] = Format;
        writer.Metadata["data"] = Describe(data);
        writer.Metadata["progress.epoch"] = Text(progress.Epoch);
        writer.Metadata["progress.batch"] = Text(progress.Batch);
        writer.Metadata["progress.images"] = Text(progress.Images);
        writer.Metadata["progress.loss_sum"] = Text(progress.LossSum);
        writer.Metadata["progress.correct"] = Text(progress.Correct);
        writer.Metadata["optimizer.tensors"] = Text(state.Count);
        writer.Metadata["optimizer.steps"] = Text(optimizer.Steps);
        writer.Metadata["random.seed"] = Text(random.Seed);
        writer.Metadata["random.position"] = Text(random.Position);
        writer.Save(path);
    }

    internal static TrainingProgress Restore(SafeTensorsFile file, Module model, AdamW optimizer, RandomGenerator random, DataSplit data)
    {
        if (file.Text("format") != Format)
        {
            throw new BadFileException("checkpoint", file.Path, 8, $"format {Format} in __metadata__", file.Text("format"));
        }

        if (file.Text("data") != Describe(data))
        {
            throw new ArgumentException($"[checkpoint] '{file.Path}' was made with {file.Text("data")}. Got {Describe(data)}.");
        }

        using TensorScope scope = new();
        StateReport weights = LoadWeights(model, file);
        if (!weights.IsComplete)
        {
            throw new BadFileException("checkpoint", file.Path, 8, "every tensor of the network", weights.ToString());
        }

        RestoreOptimizer(file, optimizer);
        random.Restore(file.Number<ulong>("random.seed"), file.Number<ulong>("random.position"));
        return new TrainingProgress(
            file.Number<int>("progress.epoch"), file.Number<int>("progress.batch"), file.Number<int>("progress.images"),
            file.Number<double>("progress.loss_sum"), file.Number<int>("progress.correct"));
    }

    private static void RestoreOptimizer(SafeTensorsFile file, AdamW optimizer)
    {
        string[] names = [.. file.Entries.Keys.Where(name => name.StartsWith(OptimizerPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        try
        {
            optimizer.Restore(
                names.Select(name => (name[OptimizerPrefix.Length..], file.ReadTensor(name))), file.Number<long>("optimizer.steps"));
        }
        catch (ArgumentException wrong)
        {
            throw new BadFileException("checkpoint", file.Path, 8, "the state of the network's optimiser", wrong.Message.TrimEnd('.'));
        }

        int expected = file.Number<int>("optimizer.tensors");
        if (names.Length != expected)
        {
            throw new BadFileException("checkpoint", file.Path, 8, $"{expected} tensors of the optimiser", $"{names.Length}");
        }
    }

    private static string Describe(DataSplit data) =>
        $"{data.Name}: {data.Train.Count} images of {data.Train.Channels}x{data.Train.Height}x{data.Train.Width} in {data.Train.Classes} classes";

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
