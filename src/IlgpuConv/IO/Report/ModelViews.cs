using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>What there is to see in a network: its filters, the maps inside it for an image, and what its layers show of themselves.</summary>
public static class ModelViews
{
    /// <summary>The views of some kinds, of one layer and those inside it or of all.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">The image, <c>[1, C, H, W]</c>.</param>
    /// <param name="kinds">Some of <c>filters</c>, <c>maps</c>, <c>shown</c> and <c>fields</c>.</param>
    /// <param name="layer">The layer, or null.</param>
    public static IEnumerable<ModelView> Of(Module model, Tensor input, IReadOnlyCollection<string> kinds, string? layer = null)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        int most = layer is null ? 12 : int.MaxValue;
        IEnumerable<ModelView> all = [];
        if (kinds.Contains("filters")) all = all.Concat(Filters(model, most));
        if (kinds.Contains("maps")) all = all.Concat(Maps(model, input, most));
        if (kinds.Contains("shown")) all = all.Concat(Shown(model, input, ReportSubject.Picture(input), most));
        if (kinds.Contains("fields")) all = all.Concat(FieldView.Of(model, input.Shape, 16, layer is null ? 4 : int.MaxValue).Select(view => new ModelView(view.Layer.Layer, "fields", view.Figure)));
        return layer is null ? all : all.Where(view => view.Layer == layer || view.Layer.StartsWith(layer + ".", StringComparison.Ordinal));
    }

    /// <summary>A file name for each view, such as <c>c1-maps.png</c>; several of one kind of one layer are numbered.</summary>
    public static IReadOnlyList<string> FileNames(IReadOnlyList<ModelView> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        string[] names = [.. views.Select(view => $"{Name(view.Layer)}-{view.Kind}")];
        var seen = new Dictionary<string, int>();
        return [.. names.Select(name => names.Count(other => other == name) == 1 ? $"{name}.png" : $"{name}-{seen[name] = seen.GetValueOrDefault(name) + 1}.png")];
    }

    /// <summary>The learned filters of more than one tap, of layers spread evenly over the network where there are more than <paramref name="most"/>.</summary>
    public static IReadOnlyList<ModelView> Filters(Module model, int most = 12)
    {
        ArgumentNullException.ThrowIfNull(model);
        var found = new List<(string Name, Tensor Value)>();
        foreach ((string name, Parameter parameter) in model.NamedParameters())
            if (parameter.Value.Shape.Rank is >= 3 and <= 5 && parameter.Value.Shape.Skip(2).Aggregate(1L, (taps, size) => taps * size) > 1) found.Add((name, parameter.Value));
        var views = new List<ModelView>();
        foreach ((string name, Tensor value) in Spread(found, most))
        {
            double[] elements = value.ToDoubles();
            string layer = name.Contains('.', StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : "";
            foreach ((string part, Shape shape, int start) in Parts(value))
            {
                string title = $"{name}{part}, {string.Join(" x ", value.Shape)}.";
                if (FilterFigure.Of(title, shape, elements[start..(int)(start + shape.Elements)]) is { } figure) views.Add(new ModelView(layer, "filters", figure));
            }
        }
        return views;
    }

    /// <summary>The maps of an image behind the layers, of layers spread evenly over the network where there are more than <paramref name="most"/>.</summary>
    public static IReadOnlyList<ModelView> Maps(Module model, Tensor input, int most = 12) =>
        [.. Spread(LayerOutputs.Of(model, input), most).Select(layer => new ModelView(layer.Layer, "maps", MapFigure.Of($"{Name(layer.Layer)} after {layer.Operations}.", layer)))];

    /// <summary>What layers show of themselves for an image: attention, regions, sampling points, dilations, filters made of the image.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">The image, <c>[1, C, H, W]</c>.</param>
    /// <param name="image">The image as people see it.</param>
    /// <param name="most">The most layers.</param>
    public static IReadOnlyList<ModelView> Shown(Module model, Tensor input, Image image, int most = 12)
    {
        ArgumentNullException.ThrowIfNull(model);
        Dictionary<Module, string> names = model.NamedModules().DistinctBy(entry => entry.Module).ToDictionary(entry => entry.Module, entry => entry.Name);
        var views = new List<(string Layer, List<Figure> Figures)>();
        using var mode = new InferenceMode(model);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using (new ModuleWatch((layer, seen) =>
        {
            string name = layer is Module module ? names.GetValueOrDefault(module, "") : "";
            var figures = new List<Figure>();
            layer.Show(seen, new FigureView(Name(name), image, figures));
            views.Add((name, figures));
        }))
        {
            model.Forward(input);
        }
        return [.. Spread(views, most).SelectMany(view => view.Figures.Select(figure => new ModelView(view.Layer, "shown", figure)))];
    }

    private static string Name(string layer) => layer.Length == 0 ? "network" : layer;

    private static List<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? [.. all] : [.. Enumerable.Range(0, most).Select(i => all[(int)Math.Round(i * (all.Count - 1.0) / Math.Max(1, most - 1))])];

    /// <summary>Filters of two axes: a signal's lie in a row, those of a volume slice by slice beside each other, a mixture's one expert after the other.</summary>
    private static IEnumerable<(string Part, Shape Shape, int Start)> Parts(Tensor filter)
    {
        Shape shape = filter.Shape;
        if (shape.Rank == 3) return [("", [shape[0], shape[1], 1, shape[2]], 0)];
        if (shape.Rank == 4) return [("", shape, 0)];
        if (filter.Order != MemoryOrder.PerSampleFilter) return [("", [shape[0], shape[1] * shape[2], shape[3], shape[4]], 0)];
        Shape one = [.. shape.Skip(1)];
        return Enumerable.Range(0, Math.Min(4, shape[0])).Select(e => ($", kernel {e + 1}", one, (int)(e * one.Elements)));
    }
}
