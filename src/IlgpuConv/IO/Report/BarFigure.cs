namespace IlgpuConv.IO;

/// <summary>A bar a number: with their names where they are few, else side by side.</summary>
public sealed class BarFigure : Figure
{
    private const int Few = 12;

    private readonly double[] _values;
    private readonly IReadOnlyList<string> _names;
    private readonly double _end;

    /// <summary>Makes a figure of numbers from 0 on.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="note">How it is drawn.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="names">What each stands for; null where they are numbered from 0.</param>
    public BarFigure(string title, string note, double[] values, IReadOnlyList<string>? names = null)
        : base(title, note)
    {
        _values = values;
        _names = names ?? [.. Enumerable.Range(0, values.Length).Select(i => $"{i}")];
        double largest = values.Select(Math.Abs).DefaultIfEmpty(1).Max();
        _end = largest is > 0.2 and <= 1 ? 1 : largest == 0 ? 1 : largest;
    }

    /// <inheritdoc/>
    public override Image Draw()
    {
        const int Height = 120;
        int bar = Math.Max(2, 480 / Math.Max(1, _values.Length)), gap = bar > 4 ? 2 : 0;
        var raster = new Raster(Height, Math.Max(1, bar * _values.Length));
        raster.Fill(0, 0, Height, raster.Width, Colour.Of(0xECECEC));
        for (int i = 0; i < _values.Length; i++)
        {
            int size = (int)Math.Round(Share(i) * Height);
            raster.Fill(Height - size, i * bar, size, bar - gap, Ink(i));
        }
        return raster.ToImage();
    }

    private protected override HtmlText Body() => _values.Length <= Few ? Rows() : Columns();

    private HtmlText Rows() => HtmlText.Of(
        $"<table class=\"bars\">{HtmlText.Join(_values.Select((value, i) => HtmlText.Of($"<tr><th scope=\"row\">{_names[i]}</th><td><i style=\"width:{Share(i) * 100:0.#}%;background:{Ink(i)}\"></i></td><td class=\"n\">{value:0.###}</td></tr>")))}</table>");

    private HtmlText Columns() => HtmlText.Of(
        $"<div class=\"columns\" role=\"img\" aria-label=\"{Title}: {_values.Length} numbers from {_values.Min():G3} to {_values.Max():G3}\">{HtmlText.Join(_values.Select((value, i) => HtmlText.Of($"<i title=\"{_names[i]}: {value:0.###}\" style=\"height:{Share(i) * 100:0.#}%;background:{Ink(i)}\"></i>")))}</div><p class=\"scale\"><span>0 to {_end:G3}</span></p>");

    private double Share(int i) => Math.Clamp(Math.Abs(_values[i]) / _end, 0, 1);

    private Colour Ink(int i) => _values.Min() < 0 ? Palette.Diverging(_values[i] < 0 ? -0.8 : 0.8) : Colour.Of(0x3E7CB1);
}
