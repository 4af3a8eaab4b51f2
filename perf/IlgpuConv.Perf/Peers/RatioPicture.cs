using System.Globalization;
using System.Net;
using System.Text;

namespace IlgpuConv.Perf;

/// <summary>Draws the ratios of a run as an SVG picture: a bar a comparison from 1 outwards, on a logarithmic axis.</summary>
internal static class RatioPicture
{
    private const int Labels = 360, Plot = 560, Row = 18, Top = 56;
    private static readonly double[] s_ticks = [0.25, 0.5, 0.8, 1, 1.25, 2, 4, 8];

    public static string Draw(IReadOnlyList<PeerComparison> comparisons, string title, string machine)
    {
        double widest = Math.Max(1.5, comparisons.Select(c => Math.Max(c.Ratio, 1 / c.Ratio)).DefaultIfEmpty(1).Max()) * 1.05;
        double X(double ratio) => Labels + Plot / 2.0 * (1 + Math.Log(ratio) / Math.Log(widest));
        int height = Top + comparisons.Count * Row + 16;
        var svg = new StringBuilder();
        void Write(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Labels + Plot + 60}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Write($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Write($"<text x=\"8\" y=\"18\" font-size=\"14\" font-weight=\"bold\">{WebUtility.HtmlEncode(title)}</text>");
        Write($"<text x=\"8\" y=\"34\" fill=\"#666\">{WebUtility.HtmlEncode(machine)}</text>");
        foreach (double tick in s_ticks.Where(t => t <= widest && 1 / t <= widest))
        {
            Write($"<line x1=\"{X(tick):F1}\" y1=\"{Top - 4}\" x2=\"{X(tick):F1}\" y2=\"{height - 12}\" stroke=\"{(tick == 1 ? "#000" : "#ddd")}\"/>");
            Write($"<text x=\"{X(tick):F1}\" y=\"{Top - 8}\" text-anchor=\"middle\">{tick}</text>");
        }
        for (int i = 0; i < comparisons.Count; i++)
        {
            PeerComparison c = comparisons[i];
            double from = Math.Min(X(1), X(c.Ratio)), y = Top + i * Row;
            string label = $"{c.Layer} N={c.Batch} {c.Threads}t {(c.Mode == "forward" ? "" : "fwd+bwd ")}/ {c.Peer}";
            Write($"<text x=\"{Labels - 8}\" y=\"{y + 13}\" text-anchor=\"end\">{WebUtility.HtmlEncode(label)}</text>");
            Write($"<rect x=\"{from:F1}\" y=\"{y + 3}\" width=\"{Math.Abs(X(c.Ratio) - X(1)):F1}\" height=\"{Row - 6}\" fill=\"{(c.Ratio >= 1 ? "#2a7f62" : "#c0504d")}\"/>");
            Write($"<text x=\"{Labels + Plot + 8}\" y=\"{y + 13}\">{c.Ratio:F2}</text>");
        }
        svg.Append("</svg>\n");
        return svg.ToString();
    }
}
