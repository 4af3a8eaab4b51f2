namespace IlgpuConv.IO;

/// <summary>A table of a report: it scrolls sideways by itself where the screen is narrow.</summary>
/// <param name="caption">What the table holds.</param>
/// <param name="columns">The columns: their names, and whether they hold numbers.</param>
internal sealed class HtmlTable(string caption, params (string Name, bool IsNumber)[] columns)
{
    private const int Long = 24;

    private readonly HtmlText _rows = new();
    private int _count;
    private HtmlText? _foot;

    /// <summary>Adds a row; the first cell names it.</summary>
    public void Row(params object[] cells)
    {
        _rows.Line($"{Cells(cells)}");
        _count++;
    }

    /// <summary>Adds the totals.</summary>
    public void Foot(params object[] cells) => _foot = HtmlText.Of($"<tfoot>{Cells(cells)}</tfoot>");

    /// <summary>A bar for a share of a whole, as a cell.</summary>
    public static HtmlText Bar(double share) => HtmlText.Of($"<i style=\"width:{Math.Clamp(share, 0, 1) * 100:0.#}%\"></i>");

    /// <summary>The table; a long one is folded.</summary>
    public HtmlText Write() => _count > Long ? HtmlText.Of($"<details><summary>{caption} {_count} rows.</summary>{Table()}</details>\n") : Table();

    private HtmlText Table() => HtmlText.Of(
        $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table><caption>{caption}</caption><thead><tr>{HtmlText.Join(columns.Select(c => HtmlText.Of($"<th scope=\"col\"{Class(c.IsNumber)}>{c.Name}</th>")))}</tr></thead><tbody>\n{_rows}</tbody>{_foot}</table></div>\n");

    private HtmlText Cells(object[] cells) => HtmlText.Of(
        $"<tr><th scope=\"row\">{cells[0]}</th>{HtmlText.Join(cells.Skip(1).Select((cell, i) => HtmlText.Of($"<td{(cell is HtmlText ? HtmlText.Raw(" class=\"share\"") : Class(columns[i + 1].IsNumber))}>{cell}</td>")))}</tr>");

    private static HtmlText Class(bool isNumber) => HtmlText.Raw(isNumber ? " class=\"n\"" : "");
}
