namespace IlgpuConv.IO;

/// <summary>What layers that depend on the image choose for this one.</summary>
internal static class ShownSection
{
    public static HtmlText? Write(ReportSubject subject)
    {
        IReadOnlyList<ModelView> views = ModelViews.Shown(subject.Model, subject.Input, subject.Image);
        if (views.Count == 0) return null;
        return HtmlText.Of($"<p>Layers whose filters, factors, regions or positions depend on the image, and what they are for this one.</p><div class=\"figures\">{HtmlText.Join(views.Select(view => view.Figure.Page()))}</div>");
    }
}
