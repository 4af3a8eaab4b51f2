using System.Text;
using IlgpuConv.Runtime;

namespace IlgpuConv.IO;

/// <summary>
/// A network in one HTML page: layers, cost, roofline, receptive fields, artefacts, filters, and what it makes of an image. The page holds everything that it
/// shows: no scripts, no other files, nothing from a network. It is light or dark as the reader's system is, and fits a phone.
/// </summary>
public static class ModelReport
{
    private static readonly (string Title, Func<ReportSubject, HtmlText?> Write)[] s_sections =
    [
        ("The image and the answer", AnswerSection.Write), ("Layers", LayerSection.Write), ("Cost", CostSection.Write), ("Roofline", RooflineSection.Write),
        ("Receptive fields", FieldSection.Write), ("What counts of them", EffectiveSection.Write), ("Artefacts", ArtefactSection.Write), ("Filters", FilterSection.Write),
        ("What each depth sees", MapSection.Write), ("What layers choose", ShownSection.Write),
    ];

    /// <summary>Writes the page so that it is there whole or not at all.</summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    /// <param name="subject">The network and its image.</param>
    /// <param name="stop">Stops between two sections.</param>
    /// <exception cref="ArgumentException">The input is not one image, or does not fit the network.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is written.</exception>
    public static void Write(string path, ReportSubject subject, CancellationToken stop = default)
    {
        byte[] page = Encoding.UTF8.GetBytes(Html(subject, stop));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    /// <summary>The page.</summary>
    /// <inheritdoc cref="Write"/>
    public static string Html(ReportSubject subject, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Input.Shape.Rank != 4 || subject.Input.Shape[0] != 1 || subject.Input.Shape.Elements == 0)
            throw new ArgumentException($"[report] the input must be one image, [1, C, H, W]. Got {subject.Input.Shape}.", nameof(subject));
        var sections = new List<(string Id, string Title, HtmlText Body)>();
        foreach ((string title, Func<ReportSubject, HtmlText?> write) in s_sections)
        {
            stop.ThrowIfCancellationRequested();
            if (write(subject) is { } body) sections.Add(($"s{sections.Count + 1}", title, body));
        }
        Device device = subject.Input.Device;
        var page = new HtmlText();
        page.Line($"<!DOCTYPE html>").Line($"<html lang=\"en\">").Line($"<head>").Line($"<meta charset=\"utf-8\"/>");
        page.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>").Line($"<title>{subject.Name}: what it sees and costs</title>");
        page.Line($"<link rel=\"icon\" href=\"data:,\"/>").Line($"<style>{ReportStyle.Sheet}</style>").Line($"</head>").Line($"<body>");
        page.Line($"<header><h1>{subject.Name}</h1><p class=\"lead\">{subject.Description}</p>");
        page.Line($"<p>Weights: {subject.Weights}. Computed on {device.Id}, {device.Name}.</p></header>");
        page.Line($"<nav aria-label=\"Sections\"><ul>{HtmlText.Join(sections.Select(s => HtmlText.Of($"<li><a href=\"#{s.Id}\">{s.Title}</a></li>")))}</ul></nav>");
        page.Line($"<main>");
        foreach ((string id, string title, HtmlText body) in sections) page.Line($"<section id=\"{id}\" aria-labelledby=\"{id}h\"><h2 id=\"{id}h\">{title}</h2>").Line($"{body}</section>");
        page.Line($"</main>").Line($"<footer>Made by IlgpuConv. Maps without a sign run from violet to yellow, those with one from blue over white to red.</footer>");
        return page.Line($"</body>").Line($"</html>").ToString();
    }
}
