using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>The effective receptive field of a layer as a figure.</summary>
/// <param name="Layer">The layer, with what it can see at all.</param>
/// <param name="Field">How much each pixel matters.</param>
/// <param name="Samples">The samples that were measured.</param>
public sealed record FieldView(LayerField Layer, EffectiveField Field, int Samples)
{
    private const int Side = 224;

    /// <summary>The field as a map, with a frame around what the layer can see at all.</summary>
    public Figure Figure
    {
        get
        {
            var map = new double[Field.Height, Field.Width];
            for (int i = 0; i < Field.Values.Count; i++) map[i / Field.Width, i % Field.Width] = Field.Values[i];
            double largest = Math.Max(Field.Values.Max(), 1e-300);
            double[,] shown = MapTiles.Reduce(map, Side);
            int cell = Math.Max(1, Side / Math.Max(shown.GetLength(0), shown.GetLength(1)));
            double down = (double)cell * shown.GetLength(0) / Field.Height, across = (double)cell * shown.GetLength(1) / Field.Width;
            var raster = new Raster(shown.GetLength(0) * cell, shown.GetLength(1) * cell);
            raster.Map(0, 0, shown, cell, value => Palette.Sequential(value / largest));
            PositionSet rows = Layer.Axes[0].At(Layer.Output[2] / 2).Within(Field.Height), columns = Layer.Axes[1].At(Layer.Output[3] / 2).Within(Field.Width);
            raster.Frame((int)(rows.First * down), (int)(columns.First * across), (int)(rows.Span * down), (int)(columns.Span * across), 2, Colour.Of(0xFFFFFF));
            string note = $"Frame: its receptive field, {Layer.Axes[0].Size} x {Layer.Axes[1].Size}, within the image. The largest value is 1.";
            return new PictureFigure($"{Layer.Layer}.", note, raster.ToImage(), MapScale.Between([0, 1]));
        }
    }

    /// <summary>Measures layers whose outputs lie at places of the image, from small fields to large ones.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">The shape of its input, <c>[N, C, H, W]</c>.</param>
    /// <param name="samples">Samples of normal numbers; fewer are taken of large images, whose fields are wide and smooth.</param>
    /// <param name="most">The most layers.</param>
    public static IReadOnlyList<FieldView> Of(Module model, Shape input, int samples, int most = 4)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        LayerField[] maps = [.. ReceptiveFields.Of(model, input).Layers.Where(HasPlaces).Where(layer => layer.Layer.Length > 0 && layer.Output.Rank == 4 && layer.Output[2] * layer.Output[3] > 1)];
        LayerField[] all = [.. maps.DistinctBy(map => (map.Axes[0].Size, map.Axes[1].Size)).DistinctBy(map => map.Layer)];
        if (all.Length > most) all = [.. Enumerable.Range(0, most).Select(i => all[i * (all.Length - 1) / Math.Max(1, most - 1)])];
        int taken = (int)Math.Clamp(samples * 4096L / Math.Max(1, input[2] * input[3]), Math.Min(2, samples), samples);
        return [.. all.Select(layer => new FieldView(layer, EffectiveField.Of(model, [taken, input[1], input[2], input[3]], layer.Layer), taken))];
    }

    /// <summary>Whether outputs lie at places of the image, and see a part of it.</summary>
    internal static bool HasPlaces(LayerField layer) =>
        layer.Axes.Count == 2 && layer.Boxes.Count > 0 && layer.OutputAxes.All(axis => axis >= 0) && layer.Axes.All(axis => axis.Reads.Count > 0);
}
