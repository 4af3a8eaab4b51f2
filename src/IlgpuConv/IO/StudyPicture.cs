using System.Globalization;
using System.Text;

namespace IlgpuConv.IO;

/// <summary>Draws a <see cref="ModelStudy"/> as an SVG picture: a row a network, a dot a seed, a bar at the mean, and the cost beside it.</summary>
public static class StudyPicture
{
    private const int Labels = 150, Plot = 420, Row = 22, Top = 64;

    /// <summary>The picture.</summary>
    /// <param name="study">The trainings.</param>
    /// <param name="title">What was compared.</param>
    /// <param name="subtitle">With what.</param>
    public static string Draw(ModelStudy study, string title, string subtitle)
    {
        ArgumentNullException.ThrowIfNull(study);
        var models = study.Models.ToList();
        double low = Math.Floor(models.Select(m => m.Least).DefaultIfEmpty(0).Min() * 50) / 50;
        double high = Math.Max(low + 0.02, Math.Ceiling(models.Select(m => m.Most).DefaultIfEmpty(1).Max() * 50) / 50);
        double X(double accuracy) => Labels + Plot * (accuracy - low) / (high - low);
        int height = Top + models.Count * Row + 16;
        var svg = new StringBuilder();
        void Write(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Labels + Plot + 270}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Write($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Write($"<text x=\"8\" y=\"18\" font-size=\"14\" font-weight=\"bold\">{Escape(title)}</text>");
        Write($"<text x=\"8\" y=\"34\" fill=\"#666\">{Escape(subtitle)}</text>");
        Write($"<text x=\"{Labels + Plot + 36}\" y=\"{Top - 8}\" fill=\"#666\">multiply-adds, images/s in training</text>");
        for (double tick = low; tick <= high + 1e-9; tick += (high - low) / 4)
        {
            Write($"<line x1=\"{X(tick):F1}\" y1=\"{Top - 4}\" x2=\"{X(tick):F1}\" y2=\"{height - 12}\" stroke=\"#ddd\"/>");
            Write($"<text x=\"{X(tick):F1}\" y=\"{Top - 8}\" text-anchor=\"middle\">{tick:P1}</text>");
        }
        for (int i = 0; i < models.Count; i++)
        {
            (ModelTrial first, double mean, double least, double most, double rate) = models[i];
            double y = Top + i * Row + Row / 2;
            Write($"<text x=\"{Labels - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\">{Escape(first.Model)}</text>");
            Write($"<line x1=\"{X(least):F1}\" y1=\"{y:F1}\" x2=\"{X(most):F1}\" y2=\"{y:F1}\" stroke=\"#9bc\" stroke-width=\"2\"/>");
            foreach (ModelTrial trial in study.Trials.Where(t => t.Model == first.Model)) Write($"<circle cx=\"{X(trial.Accuracy):F1}\" cy=\"{y:F1}\" r=\"3\" fill=\"#4a86a8\"/>");
            Write($"<rect x=\"{X(mean) - 1.5:F1}\" y=\"{y - 7:F1}\" width=\"3\" height=\"14\" fill=\"#2a7f62\"/>");
            Write($"<text x=\"{Labels + Plot + 36}\" y=\"{y + 4:F1}\">{first.MultiplyAdds / 1e6:0.00} M, {rate:N0}/s</text>");
        }
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);
}
