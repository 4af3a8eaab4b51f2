using IlgpuConv.Analysis;

namespace IlgpuConv.IO;

/// <summary>The maps that the image gives inside the network, with what a pixel of each sees.</summary>
internal static class MapSection
{
    public static HtmlText? Write(ReportSubject subject)
    {
        IReadOnlyList<ModelView> views = ModelViews.Maps(subject.Model, subject.Input);
        if (views.Count == 0) return null;
        LayerField[] fields = [.. ReceptiveFields.Of(subject.Model, subject.Input).Layers.Where(FieldView.HasPlaces)];
        var body = HtmlText.Of($"<p>What the layers make of the image, from the first to the last: a pixel of an early map sees little more than an edge, one of a later map a part of something, and one of the last ones most of the image. Maps become coarser on the way.</p><div class=\"figures\">");
        foreach (ModelView view in views)
        {
            LayerField? field = Array.FindLast(fields, field => field.Layer == view.Layer);
            string sees = field is null ? "" : $"{FieldSection.Depth(field, subject)}: a pixel sees {field.Axes[0].Size}x{field.Axes[1].Size}";
            body.Add($"<div><h3>{(view.Layer.Length == 0 ? "network" : view.Layer)}{(sees.Length == 0 ? "" : $", {sees}")}</h3>{view.Figure.Page()}</div>");
        }
        return body.Add($"</div>");
    }
}
