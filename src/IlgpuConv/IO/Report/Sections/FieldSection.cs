using IlgpuConv.Analysis;
using IlgpuConv.Autograd;

namespace IlgpuConv.IO;

/// <summary>What each layer sees of the input: numbers, and boxes over the image.</summary>
internal static class FieldSection
{
    private const int Boxes = 6;

    public static HtmlText? Write(ReportSubject subject)
    {
        IReadOnlyList<LayerField> layers = ReceptiveFields.Of(subject.Model, subject.Input).Layers;
        LayerField[] maps = [.. layers.Where(FieldView.HasPlaces)];
        var body = HtmlText.Of($"<p>The receptive field of an output is all of the input that it depends on, as if the image had no end. Jump: input pixels from one output to the next. Start: the centre of what the first output sees, 0.5 being the first pixel's. Branches, residuals, dilations and transposed convolutions are exact; where a layer also depends on the whole image (global pooling, attention, filters made of it) the table says so.</p>");
        LayerField[] drawn = Spread([.. maps.DistinctBy(m => (m.Axes[0].Size, m.Axes[1].Size))]);
        if (drawn.Length > 0) body.Add($"{Picture(subject, drawn)}");
        var table = new HtmlTable("Receptive field of each layer.", ("layer", false), ("output", false), ("rows x columns", true), ("jump", true), ("start", true), ("whole image", false));
        foreach (LayerField layer in layers)
        {
            bool isLocal = layer.Axes.All(axis => axis.Reads.Count > 0);
            table.Row(
                Name(layer), string.Join(" x ", layer.Output.Skip(1)), isLocal ? Join(layer, a => a.LeastSize == a.Size ? $"{a.Size}" : $"{a.LeastSize} to {a.Size}") : "",
                isLocal ? Join(layer, a => Number(a.Jump)) : "", isLocal ? Join(layer, a => Number(a.Start)) : "", !layer.SeesWhole ? "" : isLocal ? "also" : "yes");
        }
        foreach (LayerField layer in layers.Where(layer => layer.Offsets is not null)) body.Line($"<p>{Name(layer)} moves its taps, which the table leaves out: {layer.Offsets}.</p>");
        return body.Add($"{table.Write()}");
    }

    private static HtmlText Picture(ReportSubject subject, LayerField[] layers)
    {
        (int height, int width) = (subject.Image.Height, subject.Image.Width);
        (double Top, double Left, double Bottom, double Right)[] boxes = Array.ConvertAll(layers, Box);
        double margin = Math.Min(Math.Max(height, width) / 2.0, boxes.Select(b => Math.Max(Math.Max(-b.Top, b.Bottom - height), Math.Max(-b.Left, b.Right - width))).Append(0).Max()) + Math.Max(height, width) * 0.03;
        var svg = HtmlText.Of($"<svg viewBox=\"{-margin:0.##} {-margin:0.##} {width + 2 * margin:0.##} {height + 2 * margin:0.##}\" style=\"max-width:22rem\" role=\"img\" aria-label=\"The image with the receptive field of the centre of {layers.Length} layers\">");
        svg.Add($"<image href=\"data:image/png;base64,{Convert.ToBase64String(PngFile.ToBytes(subject.Image))}\" width=\"{width}\" height=\"{height}\" style=\"image-rendering:pixelated\"/>");
        // Small boxes over large ones, each with a dark edge, so that all are seen on any ground.
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            (double top, double left, double bottom, double right) = boxes[i];
            HtmlText Outline(string stroke, int thickness) => HtmlText.Of(
                $"<rect x=\"{left:0.##}\" y=\"{top:0.##}\" width=\"{right - left:0.##}\" height=\"{bottom - top:0.##}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{thickness}\" vector-effect=\"non-scaling-stroke\"/>");
            svg.Add($"{Outline("#333", 5)}{Outline($"{Palette.Category(i)}", 3)}");
        }
        var legend = new HtmlText();
        for (int i = 0; i < layers.Length; i++)
            legend.Add($"<li><span class=\"swatch\" style=\"background:{Palette.Category(i)}\"></span>{Name(layers[i])}: {layers[i].Axes[0].Size} x {layers[i].Axes[1].Size}, {Depth(layers[i], subject)}</li>");
        return HtmlText.Of($"<figure>{svg}</svg><ul class=\"legend\">{legend}</ul><figcaption><b>What the centre of a layer sees.</b> Boxes that leave the image see its padding.</figcaption></figure>");
    }

    /// <summary>What can be in a field: edges in a small one, parts of things in a larger one, whole things in one that covers most of the image.</summary>
    internal static string Depth(LayerField layer, ReportSubject subject)
    {
        double share = Math.Sqrt((double)layer.Axes[0].Size * layer.Axes[1].Size / ((double)subject.Input.Shape[2] * subject.Input.Shape[3]));
        return share < 0.15 || layer.Axes.Max(axis => axis.Size) <= 5 ? "edges" : share < 0.6 ? "parts" : "the whole";
    }

    private static (double Top, double Left, double Bottom, double Right) Box(LayerField layer)
    {
        PositionSet rows = layer.Axes[0].At(layer.Output[layer.OutputAxes[0]] / 2), columns = layer.Axes[1].At(layer.Output[layer.OutputAxes[1]] / 2);
        return (rows.First, columns.First, rows.Last + 1, columns.Last + 1);
    }

    private static LayerField[] Spread(LayerField[] all) => all.Length <= Boxes ? all : [.. Enumerable.Range(0, Boxes).Select(i => all[i * (all.Length - 1) / (Boxes - 1)])];

    private static string Name(LayerField layer) => layer.Layer.Length == 0 ? "network" : layer.Layer;

    private static string Join(LayerField layer, Func<AxisField, string> text)
    {
        string[] each = [.. layer.Axes.Select(text)];
        return each.Distinct().Count() == 1 && each.Length > 0 ? each[0] : string.Join(" x ", each);
    }

    private static string Number(double x) => x.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
