namespace IlgpuConv.IO;

/// <summary>The learned filters.</summary>
internal static class FilterSection
{
    public static HtmlText? Write(ReportSubject subject)
    {
        IReadOnlyList<ModelView> views = ModelViews.Filters(subject.Model);
        if (views.Count == 0) return null;
        return HtmlText.Of($"<p>Filters of more than one tap, each layer with one scale: blue taps subtract, red ones add, white ones do nothing.</p><div class=\"figures\">{HtmlText.Join(views.Select(view => view.Figure.Page()))}</div>");
    }
}
