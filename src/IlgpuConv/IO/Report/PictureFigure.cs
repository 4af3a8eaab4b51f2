namespace IlgpuConv.IO;

/// <summary>A picture, and the scale of its colours where they stand for numbers.</summary>
/// <param name="title">What it shows.</param>
/// <param name="note">How it is drawn.</param>
/// <param name="picture">The picture.</param>
/// <param name="scale">What its colours stand for, or null.</param>
/// <param name="legend">Colours that stand for things, with what they are, or null.</param>
public sealed class PictureFigure(string title, string note, Image picture, MapScale? scale = null, IReadOnlyList<(Colour Colour, string Text)>? legend = null)
    : Figure(title, note)
{
    /// <inheritdoc/>
    public override Image Draw() => picture;

    /// <summary>The picture inside a page: pixels stay sharp, and a narrow screen makes it smaller.</summary>
    internal static HtmlText Inline(Image picture, string text) =>
        HtmlText.Of($"<img src=\"data:image/png;base64,{Convert.ToBase64String(PngFile.ToBytes(picture))}\" alt=\"{text}\" width=\"{picture.Width}\" height=\"{picture.Height}\"/>");

    private protected override HtmlText Body()
    {
        HtmlText body = Inline(picture, Title);
        if (scale is not null)
        {
            string name = scale.IsSigned ? "diverging" : "sequential";
            body.Add($"<p class=\"scale\"><span>{scale.Start:G3}</span><i class=\"{name}\"></i><span>{scale.End:G3}</span></p>");
        }
        if (legend is not null)
            body.Add($"<ul class=\"legend\">{HtmlText.Join(legend.Select(each => HtmlText.Of($"<li><span class=\"swatch\" style=\"background:{each.Colour}\"></span>{each.Text}</li>")))}</ul>");
        return body;
    }
}
