namespace IlgpuConv.IO;

/// <summary>A table of numbers whose cells are the darker the larger the number is.</summary>
/// <param name="title">What it shows.</param>
/// <param name="rows">What a row stands for.</param>
/// <param name="columns">What a column stands for.</param>
/// <param name="cells">The numbers, 0 or more, <c>[row, column]</c>.</param>
/// <param name="first">The number of the first row and column.</param>
public sealed class TableFigure(string title, string rows, string columns, double[,] cells, int first) : Figure(title, $"Rows: {rows}; columns: {columns}.")
{
    /// <inheritdoc/>
    public override Image Draw() => MapTiles.Draw([cells], 1, value => Palette.Sequential(value / Largest), 256);

    private double Largest => Math.Max(cells.Cast<double>().Max(), 1e-30);

    private protected override HtmlText Body()
    {
        var table = HtmlText.Of($"<div class=\"scroll\" tabindex=\"0\"><table class=\"cells\"><tr><td></td>");
        for (int x = 0; x < cells.GetLength(1); x++) table.Add($"<th scope=\"col\">{first + x}</th>");
        table.Add($"</tr>");
        for (int y = 0; y < cells.GetLength(0); y++)
        {
            table.Add($"<tr><th scope=\"row\">{first + y}</th>");
            for (int x = 0; x < cells.GetLength(1); x++)
            {
                double share = cells[y, x] / Largest;
                table.Add($"<td style=\"background:{Palette.Sequential(share)};color:{(share > 0.6 ? "#000" : "#fff")}\">{cells[y, x]:0.###}</td>");
            }
            table.Add($"</tr>");
        }
        return table.Add($"</table></div>");
    }
}
