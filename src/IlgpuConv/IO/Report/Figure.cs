namespace IlgpuConv.IO;

/// <summary>Something to look at, with what it is in words.</summary>
/// <param name="title">What it shows.</param>
/// <param name="note">How it is drawn: scale, choice, order.</param>
public abstract class Figure(string title, string note)
{
    /// <summary>What it shows.</summary>
    public string Title => title;

    /// <summary>How it is drawn: scale, choice, order.</summary>
    public string Note => note;

    /// <summary>The figure as a picture without text.</summary>
    public abstract Image Draw();

    /// <summary>The figure in a page, with its caption.</summary>
    internal virtual HtmlText Page() => HtmlText.Of($"<figure>{Body()}<figcaption><b>{Title}</b> {Note}</figcaption></figure>\n");

    /// <summary>What stands above the caption.</summary>
    private protected abstract HtmlText Body();
}
