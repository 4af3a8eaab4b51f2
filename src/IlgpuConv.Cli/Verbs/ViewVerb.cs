using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

[Verb("view", HelpText = "Write pictures of a network: its filters, its maps of an image, what its layers choose, and effective receptive fields.")]
internal sealed class ViewVerb : ModelVerb
{
    private static readonly string[] s_kinds = ["filters", "maps", "shown", "fields"];

    [Option("what", Separator = ',', MetaValue = "KIND,KIND", HelpText = "What to draw: filters, maps, shown (attention, regions, points, dilations, filters made of the image), fields; all by default.")]
    public IEnumerable<string> What { get; set; } = [];

    [Option("layer", MetaValue = "NAME", HelpText = "Only this layer and those inside it.")]
    public string? Layer { get; set; }

    [Option("out", MetaValue = "FOLDER", HelpText = "Where to write; by default NAME-views.")]
    public string? Out { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        string[] kinds = What.Any() ? [.. What] : s_kinds;
        if (Array.Find(kinds, kind => !s_kinds.Contains(kind)) is { } wrong) throw new UsageException($"unknown kind '{wrong}' for --what. {Suggestion.For(wrong, s_kinds)}");
        Device device = OpenDevice(screen);
        (ModelEntry entry, Module model, InputImage image, _) = Load(screen, device, "ilgpuconv view dynamic-small");
        using Module held = model;
        string[] layers = [.. model.NamedModules().Select(m => m.Name).Where(name => name.Length > 0)];
        if (Layer is not null && !layers.Contains(Layer)) throw new UsageException($"unknown layer '{Layer}' of {entry.Name}. {Suggestion.For(Layer, layers)}");
        string folder = Out ?? $"{entry.Name}-views";
        IReadOnlyList<ModelView> views = [.. ModelViews.Of(model, image.Tensor, kinds, Layer)];
        if (views.Count == 0) throw new UsageException($"nothing to draw of {string.Join(", ", kinds)}{(Layer is null ? "" : $" in layer '{Layer}'")} of {entry.Name}.");
        foreach ((ModelView view, string name) in views.Zip(ModelViews.FileNames(views)))
        {
            if (stop.IsCancellationRequested) return ExitCode.Interrupted;
            string path = Path.Combine(folder, name);
            PngFile.Write(path, view.Figure.Draw());
            screen.Line($"{path}: {view.Figure.Title} {view.Figure.Note}");
        }
        return ExitCode.Done;
    }
}
