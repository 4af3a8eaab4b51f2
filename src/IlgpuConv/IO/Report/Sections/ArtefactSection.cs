using IlgpuConv.Analysis;
using IlgpuConv.Modules;
using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <summary>Patterns that a network draws or misses by its shape alone: checkerboards of transposed convolutions, grids of dilated ones.</summary>
internal static class ArtefactSection
{
    public static HtmlText? Write(ReportSubject subject)
    {
        (string Name, ConvTranspose2d Layer)[] transposed = [.. subject.Model.NamedModules().Where(m => m.Module is ConvTranspose2d).Select(m => (m.Name, (ConvTranspose2d)m.Module))];
        LayerField[] maps = [.. ReceptiveFields.Of(subject.Model, subject.Input).Layers.Where(FieldView.HasPlaces)];
        LayerField[] holes = [.. maps.Where(layer => layer.Coverage < 1)];
        var body = new HtmlText();
        if (transposed.Length == 0) body.Line($"<p>Checkerboard: none. There is no transposed convolution whose taps could overlap unevenly.</p>");
        else body.Add($"{Overlaps(transposed)}");
        if (holes.Length == 0)
        {
            body.Line($"<p>Gridding: none. Every layer sees each pixel within its receptive field.</p>");
        }
        else
        {
            var table = new HtmlTable("Layers that miss pixels within their receptive field.", ("layer", false), ("field", true), ("pixels seen", true), ("share", true));
            foreach (LayerField layer in holes)
                table.Row(layer.Layer.Length == 0 ? "network" : layer.Layer, $"{layer.Axes[0].Size} x {layer.Axes[1].Size}", Quantity.Whole(layer.Positions), FormattableString.Invariant($"{layer.Coverage * 100:0}%"));
            body.Line($"<p>Gridding: an output of these layers depends on some pixels of its field only, as behind dilations or strides with a common divisor.</p>{table.Write()}");
        }
        foreach ((string name, DilationRule rule) in Stacks(subject.Model))
        {
            TapCoverage coverage = TapCoverage.Of(rule.Kernel, rule.Dilations);
            body.Line($"<h3>From {name} on: {coverage}</h3><p>Hybrid dilated convolution: {rule}.</p>{Coverage(coverage).Page()}");
        }
        return body;
    }

    /// <summary>Convolutions one after the other with stride 1 and one square kernel, where a dilation is above 1.</summary>
    private static IEnumerable<(string Name, DilationRule Rule)> Stacks(Module model)
    {
        var stack = new List<(string Name, Conv2d Layer)>();
        foreach ((string name, Module module) in model.NamedModules().Append(("", model)))
        {
            if (module is Conv2d next && IsInStack(next) && (stack.Count == 0 || stack[0].Layer.Weight.Value.Shape[2] == next.Weight.Value.Shape[2]))
            {
                stack.Add((name, next));
            }
            else if (module is Conv2d or ConvTranspose2d || module == model)
            {
                if (stack.Count > 1 && stack.Exists(each => each.Layer.Dilation.Height > 1)) yield return (stack[0].Name, DilationRule.Of(stack[0].Layer.Weight.Value.Shape[2], [.. stack.Select(each => each.Layer.Dilation.Height)]));
                stack.Clear();
            }
        }
    }

    private static bool IsInStack(Conv2d layer)
    {
        (int height, int width) = (layer.Weight.Value.Shape[2], layer.Weight.Value.Shape[3]);
        return height == width && height > 1 && layer.Stride == 1 && layer.Dilation.Height == layer.Dilation.Width;
    }

    private static Figure Coverage(TapCoverage coverage)
    {
        var paths = new double[coverage.Size, coverage.Size];
        for (int y = 0; y < coverage.Size; y++)
            for (int x = 0; x < coverage.Size; x++) paths[y, x] = (double)coverage.Paths[y] * coverage.Paths[x];
        double most = paths.Cast<double>().Max();
        Image picture = MapTiles.Draw([paths], 1, ways => ways == 0 ? Colour.Of(0xE3E3E3) : Palette.Sequential(ways / most), 224);
        return new PictureFigure("Ways from each pixel to one output.", $"Grey: none. The largest number is {Quantity.Whole(most)}.", picture, MapScale.Of(paths.Cast<double>()));
    }

    private static HtmlText Overlaps((string Name, ConvTranspose2d Layer)[] transposed)
    {
        var table = new HtmlTable(
            "Transposed convolutions: how many taps reach an output, least to most inside, and what an even image becomes.", ("layer", false), ("kernel", true), ("stride", true),
            ("taps, rows", true), ("taps, columns", true), ("overlap", false), ("checkerboard index", true));
        foreach ((string name, ConvTranspose2d layer) in transposed)
        {
            (int height, int width) = (layer.Weight.Value.Shape[2], layer.Weight.Value.Shape[3]);
            OverlapCounts rows = OverlapCounts.Of(8, height, layer.Stride.Height, dilation: layer.Dilation.Height), columns = OverlapCounts.Of(8, width, layer.Stride.Width, dilation: layer.Dilation.Width);
            string index = layer.Stride.Height == layer.Stride.Width && layer.Stride.Height > 1
                ? Checkerboard.Of(layer, layer.InChannels, layer.Stride.Height).Index.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture) : "";
            table.Row(
                name.Length == 0 ? "network" : name, $"{height} x {width}", $"{layer.Stride.Height} x {layer.Stride.Width}", $"{rows.Least} to {rows.Most}", $"{columns.Least} to {columns.Most}",
                rows.IsEven && columns.IsEven ? "even" : "uneven: a checkerboard", index);
        }
        return HtmlText.Of($"<p>Checkerboard: with dilation 1 the overlap is even if and only if the stride divides the kernel. Even so unequal learned weights can draw one: the index is how much an even image differs from place to place within the stride, 0 where it stays even.</p>{table.Write()}");
    }
}
