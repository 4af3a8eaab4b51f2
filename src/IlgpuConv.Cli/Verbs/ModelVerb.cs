using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Cli;

/// <summary>What the verbs that look into a network have in common: the network, its weights, and an image.</summary>
internal abstract class ModelVerb : DeviceVerb
{
    [Value(0, MetaName = "MODEL", HelpText = "A network ('ilgpuconv info --list' names them), or a checkpoint of train.")]
    public string? ModelName { get; set; }

    [Option("checkpoint", MetaValue = "FILE", HelpText = "Weights for the network: a checkpoint of train, or a safetensors file of another program.")]
    public string? Checkpoint { get; set; }

    [Option("input", MetaValue = "CxHxW", HelpText = "Channels, height and width of an image, such as 3x224x224; by default what the checkpoint or the network is for.")]
    public string? Input { get; set; }

    [Option("classes", MetaValue = "N", HelpText = "The number of classes.")]
    public int? Classes { get; set; }

    [Option("image", MetaValue = "FILE|N", HelpText = "What to show the network: a PNG file, or the number of an image of the bundled digits' test part.")]
    public string? Image { get; set; }

    /// <summary>The network in inference, an image, and where the weights are from.</summary>
    protected (ModelEntry Entry, Module Model, InputImage Image, string Weights) Load(Screen screen, Device device, string example)
    {
        if (ModelName is null) throw new UsageException($"a network is needed: {example}. There are: {string.Join(", ", ModelCatalog.Names)}.");
        bool isFile = !ModelCatalog.Names.Contains(ModelName) && File.Exists(ModelName);
        if (isFile && Checkpoint is not null) throw new UsageException($"'{ModelName}' is a checkpoint and --checkpoint gives another: give the network's name with --checkpoint.");
        string? path = isFile ? ModelName : Checkpoint;
        SafeTensorsFile? file = path is null ? null : File.Exists(path) ? SafeTensorsFile.Open(path) : throw new UsageException($"no file '{path}' for --checkpoint. 'ilgpuconv train' makes one.");
        string name = isFile
            ? TrainingCheckpoint.ModelOf(file!) ?? throw new UsageException($"'{ModelName}' does not say which network it is of: ilgpuconv {example.Split(' ')[1]} NAME --checkpoint {ModelName}.")
            : ModelName;
        ModelEntry entry = ModelCatalog.Find(Models.Known(name));
        (int Channels, int Height, int Width, int Classes) trained = (file is null ? null : TrainingCheckpoint.ImagesOf(file)) ?? (entry.Image.Channels, entry.Image.Height, entry.Image.Width, entry.Classes);
        (int channels, int height, int width) = Input is null ? (trained.Channels, trained.Height, trained.Width) : InfoVerb.ParseSize(Input, "--input");
        int classes = Classes ?? trained.Classes;
        if (classes < 1) throw new UsageException($"--classes must be at least 1. Got {classes}.");
        InputImage image = OpenImage(channels, height, width, device);
        Module model = entry.Create(channels, height, width, classes, new RandomGenerator(0), device);
        string weights = "first values, not trained";
        if (file is not null)
        {
            StateReport report = TrainingCheckpoint.LoadWeights(model, file);
            if (report.Loaded.Count == 0) throw new UsageException($"'{path}' has no weights for {name}; {report}.");
            if (!report.IsComplete) screen.Error.WriteLine($"weights of '{path}': {report}");
            weights = $"{Path.GetFileName(path)}{(report.IsComplete ? "" : $" ({report})")}";
        }
        return (entry, model.Eval(), image, weights);
    }

    private InputImage OpenImage(int channels, int height, int width, Device device)
    {
        LabelledImages digits = DigitsDataset.LoadSplit().Test;
        bool isDigit = (channels, height, width) == (digits.Channels, digits.Height, digits.Width);
        if (Image is null) return isDigit ? InputImage.Of(digits, 0, "the digits", device) : InputImage.Made(channels, height, width, device);
        if (!int.TryParse(Image, System.Globalization.CultureInfo.InvariantCulture, out int index))
            return File.Exists(Image) ? InputImage.OfFile(Image, channels, height, width, device) : throw new UsageException($"no file '{Image}' for --image.");
        if (!isDigit) throw new UsageException($"--image {index} is one of the digits, 1x8x8, and the network takes {channels}x{height}x{width}. Give a PNG file.");
        return index >= 0 && index < digits.Count ? InputImage.Of(digits, index, "the digits", device) : throw new UsageException($"--image must be a PNG file or 0 to {digits.Count - 1}. Got {index}.");
    }
}
