using IlgpuConv.Analysis;

namespace IlgpuConv.IO;

/// <summary>Effective receptive fields: how much each pixel matters, at several depths, with the bell that fits best.</summary>
internal static class EffectiveSection
{
    public static HtmlText? Write(ReportSubject subject)
    {
        IReadOnlyList<FieldView> views = FieldView.Of(subject.Model, subject.Input.Shape, subject.FieldSamples);
        if (views.Count == 0) return null;
        var table = new HtmlTable("Effective receptive field.", ("layer", false), ("receptive field", true), ("side", true), ("side / field", true), ("deviation", true), ("bell", true), ("R²", true));
        foreach (FieldView view in views)
        {
            (LayerField layer, EffectiveField field) = (view.Layer, view.Field);
            (int down, int across) = (layer.Axes[0].Size, layer.Axes[1].Size);
            GaussianFit fit = field.Fit;
            table.Row(
                layer.Layer, $"{down} x {across}", Number(field.Side), Number(field.Side / Math.Sqrt((double)down * across)),
                $"{Number(field.Deviation.Rows)} x {Number(field.Deviation.Columns)}", Number(fit.Sigma), Number(fit.R2));
        }
        var body = HtmlText.Of($"<p>Not all of a receptive field counts alike: the mean size of the gradient of the centre of a layer with respect to each pixel, over {views[0].Samples} samples of normal numbers. Side: of a square of as many pixels as have more than 4.55% of the largest value. Deviation: of the values as a distribution over rows and columns. Bell: the deviation of the Gaussian that fits best, and how much of the values it explains (R²).</p>");
        return body.Add($"<div class=\"figures\">{HtmlText.Join(views.Select(view => view.Figure.Page()))}</div>{table.Write()}");
    }

    private static string Number(double x) => x.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
