using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>Makes figures of what a layer shows of the first image.</summary>
internal sealed class FigureView(string layer, Image image, List<Figure> figures) : ILayerView
{
    /// <inheritdoc/>
    public void Map(string title, Tensor values)
    {
        (int channels, int height, int width) = (values.Shape[1], values.Shape[2], values.Shape[3]);
        double[] all = values.ToDoubles();
        var maps = new double[channels][,];
        for (int c = 0; c < channels; c++)
        {
            maps[c] = new double[height, width];
            for (int pixel = 0; pixel < height * width; pixel++) maps[c][pixel / width, pixel % width] = all[c * height * width + pixel];
        }
        figures.Add(MapFigure.Of(Title(title), maps));
    }

    /// <inheritdoc/>
    public void Shares(string title, Tensor values, IReadOnlyList<string>? names = null)
    {
        double[] first = values.ToDoubles()[..(int)(values.Shape.Elements / values.Shape[0])];
        figures.Add(new BarFigure(Title(title), $"{first.Length} numbers from {Number(first.Min())} to {Number(first.Max())}.", first, names));
    }

    /// <inheritdoc/>
    public void Regions(string title, Tensor map, int count)
    {
        (int height, int width) = (map.Shape[2], map.Shape[3]);
        double[] all = map.ToDoubles();
        var regions = new double[height, width];
        var pixels = new int[count];
        for (int pixel = 0; pixel < height * width; pixel++)
        {
            regions[pixel / width, pixel % width] = all[pixel];
            pixels[(int)all[pixel]]++;
        }
        (Colour, string)[] legend = [.. Enumerable.Range(0, count).Where(r => pixels[r] > 0).Select(r => (Palette.Category(r), FormattableString.Invariant($"region {r}: {100.0 * pixels[r] / (height * width):0}%")))];
        Image picture = MapTiles.Draw([regions], 1, region => Palette.Category((int)region), 192);
        figures.Add(new PictureFigure(Title(title), $"{pixels.Count(p => p > 0)} of {count} regions are used.", picture, legend: legend));
    }

    /// <inheritdoc/>
    public void Points(string title, SamplingPoints points) => figures.Add(PointFigure.Of(Title(title), points, image));

    /// <inheritdoc/>
    public void Filters(string title, Tensor filters)
    {
        Shape one = [.. filters.Shape.Skip(1)];
        if (FilterFigure.Of(Title(title), one, filters.ToDoubles()[..(int)one.Elements]) is { } figure) figures.Add(figure);
    }

    /// <inheritdoc/>
    public void Cells(string title, string rows, string columns, double[,] cells, int first = 0) => figures.Add(new TableFigure(Title(title), rows, columns, cells, first));

    private string Title(string title) => $"{layer}: {title}.";

    private static string Number(double number) => FormattableString.Invariant($"{number:G3}");
}
