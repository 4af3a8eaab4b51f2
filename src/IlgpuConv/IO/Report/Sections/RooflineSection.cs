using IlgpuConv.Analysis;

namespace IlgpuConv.IO;

/// <summary>Which layers memory holds back and which arithmetic, on axes of powers of ten.</summary>
internal static class RooflineSection
{
    private const double Left = 56, Right = 428, Top = 8, Bottom = 250;

    public static HtmlText? Write(ReportSubject subject)
    {
        if (subject.Roofline is not { } roof) return null;
        NetworkCost cost = NetworkCost.Of(subject.Model, subject.Input);
        OperationCost[] layers = [.. cost.Layers.Where(layer => layer.Flops > 0 && layer.MovedBytes > 0)];
        if (layers.Length == 0) return null;
        double low = Floor(Math.Min(roof.Ridge, layers.Min(l => l.Intensity)) / 2), high = Ceiling(Math.Max(roof.Ridge, layers.Max(l => l.Intensity)) * 2);
        double bottom = Floor(roof.Attainable(low) / 1.5), top = Ceiling(roof.PeakFlops * 1.2);
        double X(double intensity) => Left + (Right - Left) * Math.Log(intensity / low) / Math.Log(high / low);
        double Y(double flops) => Bottom - (Bottom - Top) * Math.Log(flops / bottom) / Math.Log(top / bottom);
        var svg = HtmlText.Of($"<svg viewBox=\"0 0 452 294\" role=\"img\" aria-label=\"Roofline: {layers.Length} layers by FLOPs a byte and what they can reach at most\">");
        for (double at = low; at <= high * 1.001; at *= 10)
            svg.Add($"<line class=\"grid\" x1=\"{X(at):0.#}\" x2=\"{X(at):0.#}\" y1=\"{Top}\" y2=\"{Bottom}\"/><text class=\"soft\" x=\"{X(at):0.#}\" y=\"{Bottom + 17}\" text-anchor=\"middle\">{at:0.####}</text>");
        for (double at = bottom; at <= top * 1.001; at *= 10)
            svg.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(at):0.#}\" y2=\"{Y(at):0.#}\"/><text class=\"soft\" x=\"{Left - 5}\" y=\"{Y(at) + 4:0.#}\" text-anchor=\"end\">{Quantity.Short(at)}</text>");
        svg.Add($"<polyline class=\"line\" points=\"{X(low):0.#},{Y(roof.Attainable(low)):0.#} {X(roof.Ridge):0.#},{Y(roof.PeakFlops):0.#} {X(high):0.#},{Y(roof.PeakFlops):0.#}\"/>");
        double most = layers.Max(l => l.Flops);
        foreach (OperationCost layer in layers.OrderByDescending(l => l.Flops))
        {
            svg.Add($"<circle class=\"dot\" cx=\"{X(layer.Intensity):0.#}\" cy=\"{Y(roof.Attainable(layer.Intensity)):0.#}\" r=\"{3 + 6 * Math.Sqrt(layer.Flops / most):0.#}\">");
            svg.Add($"<title>{layer.Layer} {layer.Operation}: {Quantity.Short(layer.Flops)} FLOPs, {layer.Intensity:0.##} a byte, at most {Quantity.Short(roof.Attainable(layer.Intensity))}FLOP/s</title></circle>");
        }
        svg.Add($"<text x=\"{(Left + Right) / 2}\" y=\"{Bottom + 36}\" text-anchor=\"middle\">FLOPs a byte</text><text x=\"{Left + 8}\" y=\"{Top + 18}\">FLOP/s</text></svg>");
        OperationCost[] bound = [.. layers.Where(l => l.Intensity < roof.Ridge)];
        var body = HtmlText.Of($"<p>{subject.Machine}: {Quantity.Short(roof.PeakFlops)}FLOP/s and {Quantity.Bytes(roof.Bandwidth)} a second, so that arithmetic is the limit from {roof.Ridge:0.#} FLOPs a byte on. ");
        body.Line($"{bound.Length} of {layers.Length} layers lie below: for them memory is, if nothing stays in a cache. At least {Quantity.Time(cost.Seconds(roof))} an image, were every layer at its roof.</p>");
        body.Add($"<figure>{svg}<figcaption>A dot a layer, at the height that it can reach at most; the larger, the more FLOPs.</figcaption></figure>");
        var table = new HtmlTable("The ten layers that take longest at the roof.", ("layer", false), ("operation", false), ("FLOPs a byte", true), ("at most", true), ("limit", false), ("time", true));
        foreach (OperationCost layer in layers.OrderByDescending(l => roof.Seconds(l.Flops, l.MovedBytes)).Take(10))
        {
            table.Row(
                layer.Layer.Length == 0 ? "network" : layer.Layer, layer.Operation, layer.Intensity.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture), Quantity.Short(roof.Attainable(layer.Intensity)) + "FLOP/s",
                layer.Intensity < roof.Ridge ? "memory" : "arithmetic", Quantity.Time(roof.Seconds(layer.Flops, layer.MovedBytes)));
        }
        return body.Add($"{table.Write()}");
    }

    private static double Floor(double x) => Math.Pow(10, Math.Floor(Math.Log10(x)));

    private static double Ceiling(double x) => Math.Pow(10, Math.Ceiling(Math.Log10(x)));
}
