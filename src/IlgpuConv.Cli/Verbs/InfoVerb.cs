using System.Globalization;
using CommandLine;
using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using Spectre.Console;

namespace IlgpuConv.Cli;

[Verb("info", HelpText = "Show the layers of a network: shapes and parameters.")]
internal sealed class InfoVerb : DeviceVerb
{
    [Option("model", MetaValue = "NAME", HelpText = "The network (default: dynamic-small).")]
    public string? ModelName { get; set; }

    [Option("list", HelpText = "Name the networks and what they are.")]
    public bool List { get; set; }

    [Option("size", MetaValue = "CxHxW", HelpText = "Channels, height and width of an image, such as 3x224x224.")]
    public string? Size { get; set; }

    [Option("classes", MetaValue = "N", HelpText = "The number of classes.")]
    public int? Classes { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        Table table = new Table().Border(TableBorder.Simple);
        if (List)
        {
            table.AddColumns("model", "what it is");
            foreach (ModelEntry entry in ModelCatalog.Entries) table.AddRow(entry.Name, Markup.Escape(entry.Description));
            screen.Table(table);
            return ExitCode.Done;
        }

        Device device = OpenDevice(screen);
        ModelEntry chosen = ModelCatalog.Find(Models.Known(ModelName ?? ModelCatalog.Default));
        (int channels, int height, int width) = Size is null ? chosen.Image : ParseSize(Size);
        int classes = Classes ?? chosen.Classes;
        if (classes < 1) throw new UsageException($"--classes must be at least 1. Got {classes}.");
        using Module model = chosen.Create(channels, height, width, classes, new RandomGenerator(0), device);
        using Tensor image = Tensor.Uniform([1, channels, height, width], 0, 1, new RandomGenerator(1), device: device);
        ModelSummary summary = ModelSummary.Of(model, image);
        table.AddColumns("layer", "kind", "output", "parameters");
        table.AddRow("", "input", Shape(summary.Input), "");
        foreach (LayerSummary layer in summary.Layers)
            table.AddRow(layer.Name, layer.Kind, Shape(layer.Output), layer.Parameters == 0 ? "" : Number(layer.Parameters));
        table.Columns[3].Alignment = Justify.Right;
        screen.Table(table);
        screen.Line($"{chosen.Name}: {Number(summary.Parameters)} parameters, {classes} classes");
        return ExitCode.Done;
    }

    internal static (int Channels, int Height, int Width) ParseSize(string text, string option = "--size")
    {
        string[] parts = text.Split('x');
        int[] sizes = new int[3];
        bool good = parts.Length == 3;
        for (int i = 0; good && i < 3; i++) good = int.TryParse(parts[i], CultureInfo.InvariantCulture, out sizes[i]) && sizes[i] > 0;
        return good
            ? (sizes[0], sizes[1], sizes[2])
            : throw new UsageException($"{option} is channels, height and width, such as 3x224x224. Got '{text}'.");
    }

    private static string Shape(Shape shape) => string.Join(" x ", shape.Skip(1));

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
