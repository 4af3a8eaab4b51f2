using System.Globalization;
using System.Net;
using System.Text;
using IlgpuConv.Analysis;
using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <summary>Draws chosen dilations as an SVG picture: a square of cells for each layer, darker where more channels have that dilation.</summary>
public static class DilationPicture
{
    private const int Cell = 34, Left = 40, Top = 74, Gap = 40;

    /// <summary>The picture.</summary>
    /// <param name="layers">What was chosen.</param>
    /// <param name="title">Of what.</param>
    public static string Draw(IReadOnlyList<LayerDilations> layers, string title)
    {
        ArgumentNullException.ThrowIfNull(layers);
        int largest = layers.Select(layer => layer.MaxDilation).DefaultIfEmpty(1).Max();
        int each = Math.Max(5, largest) * Cell + Gap, width = Math.Max(480, Left + layers.Count * each), height = Top + largest * Cell + 34;
        var svg = new StringBuilder();
        void Write(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Write($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Write($"<text x=\"8\" y=\"20\" font-size=\"14\" font-weight=\"bold\">{WebUtility.HtmlEncode(title)}</text>");
        for (int i = 0; i < layers.Count; i++)
        {
            LayerDilations layer = layers[i];
            int x = Left + i * each;
            Write($"<text x=\"{x}\" y=\"44\">{WebUtility.HtmlEncode(layer.Name)}: {layer.Chosen.Count} channels</text>");
            Write($"<text x=\"{x}\" y=\"60\" fill=\"#666\">{(layer.Magnitude == 0 ? 0 : layer.Error / layer.Magnitude):P1} of the output left out</text>");
            Dictionary<Pair, int> counts = layer.Chosen.CountBy(dilation => dilation).ToDictionary();
            int most = counts.Values.Max();
            for (int dy = 1; dy <= layer.MaxDilation; dy++)
            {
                int y = Top + (dy - 1) * Cell;
                Write($"<text x=\"{x - 6}\" y=\"{y + 21}\" text-anchor=\"end\" fill=\"#666\">{dy}</text>");
                for (int dx = 1; dx <= layer.MaxDilation; dx++)
                {
                    int count = counts.GetValueOrDefault((dy, dx)), at = x + (dx - 1) * Cell;
                    string ink = count * 2 > most ? "white" : "#222";
                    Write($"<rect x=\"{at}\" y=\"{y}\" width=\"{Cell - 2}\" height=\"{Cell - 2}\" fill=\"#2a5f82\" fill-opacity=\"{0.05 + 0.95 * count / most:F2}\"/>");
                    if (count > 0) Write($"<text x=\"{at + Cell / 2 - 1}\" y=\"{y + 21}\" text-anchor=\"middle\" fill=\"{ink}\">{count}</text>");
                }
            }
            for (int dx = 1; dx <= layer.MaxDilation; dx++)
                Write($"<text x=\"{x + (dx - 1) * Cell + Cell / 2 - 1}\" y=\"{Top + layer.MaxDilation * Cell + 14}\" text-anchor=\"middle\" fill=\"#666\">{dx}</text>");
        }
        svg.Append("</svg>\n");
        return svg.ToString();
    }
}
