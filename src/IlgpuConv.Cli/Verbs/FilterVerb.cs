using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

[Verb("filter", HelpText = "Run a convolution on a PNG picture and write what it sees as a PNG.")]
internal sealed class FilterVerb : DeviceVerb
{
    private const string Edges = "pidinet";

    [Value(0, MetaName = "IMAGE", HelpText = "The picture, a PNG file.")]
    public string? Path { get; set; }

    [Option("op", MetaValue = "NAME", HelpText = "The operation; 'ilgpuconv filter --list' names them all.")]
    public string? Operation { get; set; }

    [Option("list", HelpText = "Name the operations and run none.")]
    public bool List { get; set; }

    [Option("out", MetaValue = "FILE", HelpText = "Where to write; by default IMAGE-NAME.png beside the picture.")]
    public string? Out { get; set; }

    [Option("size", Default = 5, MetaValue = "N", HelpText = "Rows and columns of the kernel, odd.")]
    public int Size { get; set; }

    [Option("sigma", Default = 1.5, MetaValue = "X", HelpText = "The deviation of a Gaussian, in pixels.")]
    public double Sigma { get; set; }

    [Option("theta", Default = 1.0, MetaValue = "X", HelpText = "The part of the differences, 0 to 1.")]
    public double Theta { get; set; }

    [Option("amount", Default = 1.0, MetaValue = "X", HelpText = "How strong a deformation is.")]
    public double Amount { get; set; }

    [Option("gain", Default = 1.0, MetaValue = "X", HelpText = "What the result is multiplied by before it becomes a picture.")]
    public double Gain { get; set; }

    [Option("weights", MetaValue = "FILE", HelpText = "Weights of PiDiNet in a safetensors file, for --op pidinet.")]
    public string? Weights { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        string[] names = [.. ImageFilters.All.Select(filter => filter.Name), Edges];
        if (List)
        {
            int width = names.Max(name => name.Length);
            foreach (ImageFilter known in ImageFilters.All) screen.Line($"{known.Name.PadRight(width)}  {known.Description}");
            screen.Line($"{Edges.PadRight(width)}  edges by PiDiNet, a network of pixel differences, with --weights");
            return ExitCode.Done;
        }

        if (Path is null) throw new UsageException("an image is needed: ilgpuconv filter IMAGE --op sobel.");
        if (Operation is null) throw new UsageException($"--op is needed. There are: {string.Join(", ", names)}.");
        if (!names.Contains(Operation)) throw new UsageException($"unknown operation '{Operation}'. {Suggestion.For(Operation, names)}");
        if (!File.Exists(Path)) throw new UsageException($"no file '{Path}'.");
        Device device = OpenDevice(screen);
        Image image = PngFile.Read(Path);
        Image result = Operation == Edges
            ? FindEdges(screen, image, device)
            : ImageFilters.Find(Operation).Run(image, new ImageFilterOptions(Size, Sigma, Theta, Amount, Gain), device);
        string path = Out ?? System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(Path) ?? "", $"{System.IO.Path.GetFileNameWithoutExtension(Path)}-{Operation}.png");
        PngFile.Write(path, result);
        screen.Line($"{path}: {result.Width}x{result.Height}, {Channels(result)}");
        return ExitCode.Done;
    }

    private Image FindEdges(Screen screen, Image image, Device device)
    {
        if (Weights is null) throw new UsageException("--op pidinet needs the weights of a trained network: --weights FILE.");
        if (!File.Exists(Weights)) throw new UsageException($"no file '{Weights}' for --weights.");
        using PiDiNet network = EdgeMap.Load(Weights, out StateReport report);
        if (!report.IsComplete) throw new UsageException($"'{Weights}' does not fit PiDiNet; {report}.");
        network.To(device);
        screen.Line(FormattableString.Invariant($"PiDiNet, {network.Parameters().Sum(p => p.Value.Shape.Elements):N0} parameters"));
        return EdgeMap.Of(network, image);
    }

    private static string Channels(Image image) => image.Channels switch { 1 => "grey", 2 => "grey and alpha", 3 => "RGB", _ => "RGBA" };
}
