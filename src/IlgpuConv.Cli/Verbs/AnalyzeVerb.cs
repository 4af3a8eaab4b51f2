using System.Globalization;
using CommandLine;
using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using Spectre.Console;

namespace IlgpuConv.Cli;

[Verb("analyze", HelpText = "Analyse a network: what each layer sees and costs; with --report as a page with pictures of all of it.")]
internal sealed class AnalyzeVerb : ModelVerb
{
    [Option("report", MetaValue = "FILE.html", HelpText = "Write a page with everything there is to see; it needs no other file and no network.")]
    public string? Report { get; set; }

    public override int Run(Screen screen, CancellationToken stop)
    {
        Device device = OpenDevice(screen);
        (ModelEntry entry, Module model, InputImage image, string weights) = Load(screen, device, "ilgpuconv analyze dynamic-small");
        using Module held = model;
        NetworkCost cost = NetworkCost.Of(model, image.Tensor);
        ReceptiveFields fields = ReceptiveFields.Of(model, image.Tensor);
        screen.Table(Layers(cost, fields));
        screen.Line(NetworkCost.Definition);
        foreach (LayerField layer in fields.Layers.Where(layer => layer.Offsets is not null)) screen.Line($"{layer.Layer}: {layer.Offsets}");
        LayerField? last = fields.Layers.LastOrDefault(layer => layer.Axes.Count > 0 && layer.Axes.All(axis => axis.Reads.Count > 0));
        screen.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.Name} for {string.Join("x", cost.Input.Skip(1))}: {cost.Parameters:N0} parameters, {cost.MultiplyAdds:N0} MACs, {cost.Flops:N0} FLOPs, receptive field {(last is null ? "the whole image" : string.Join("x", last.Axes.Select(axis => axis.Size)))}"));
        if (Report is null) return ExitCode.Done;
        if (stop.IsCancellationRequested) return Stopped(screen);
        var subject = new ReportSubject(entry.Name, entry.Description, model, image.Tensor, image.Note)
        {
            Weights = weights, Roofline = Roofline.Measure(device), Machine = $"This device ({device.Name}) reaches with this library",
        };
        try
        {
            ModelReport.Write(Report, subject, stop);
        }
        catch (OperationCanceledException)
        {
            return Stopped(screen);
        }
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"report: {Report} ({new FileInfo(Report).Length / 1024.0:N0} KiB)"));
        return ExitCode.Done;
    }

    private static Table Layers(NetworkCost cost, ReceptiveFields fields)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("layer", "operation", "output", "parameters", "MACs", "moved KiB", "sees", "jump");
        foreach (int column in (int[])[3, 4, 5, 6, 7]) table.Columns[column].Alignment = Justify.Right;
        foreach ((OperationCost layer, LayerField? field) in LayerAnalysis.Of(cost, fields))
        {
            bool isLocal = field is not null && field.Axes.All(axis => axis.Reads.Count > 0);
            string sees = field is null ? "" : isLocal ? string.Join("x", field.Axes.Select(axis => axis.Size)) + (field.SeesWhole ? " and all" : "") : "all";
            string jump = isLocal ? string.Join("x", field!.Axes.Select(axis => axis.Jump.ToString("0.##", CultureInfo.InvariantCulture)).Distinct()) : "";
            table.AddRow(
                Markup.Escape(layer.Layer), Markup.Escape(layer.Operation), string.Join(" x ", layer.Output.Skip(1)), Number(layer.Parameters), Number(layer.MultiplyAdds), Number(layer.MovedBytes / 1024.0), sees, jump);
        }
        return table;
    }

    private static string Number(double number) => number == 0 ? "" : number.ToString("N0", CultureInfo.InvariantCulture);

    private static int Stopped(Screen screen)
    {
        screen.Error.WriteLine("stopped; no report was written");
        return ExitCode.Interrupted;
    }
}
