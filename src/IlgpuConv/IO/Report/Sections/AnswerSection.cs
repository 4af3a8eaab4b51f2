using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>The image, and what the network says about it where it gives one score a class.</summary>
internal static class AnswerSection
{
    private const int Best = 10;

    public static HtmlText? Write(ReportSubject subject)
    {
        Image image = subject.Image;
        int cell = Math.Max(1, 192 / Math.Max(image.Height, image.Width));
        var raster = new Raster(image.Height * cell, image.Width * cell);
        raster.Picture(0, 0, image, cell);
        var body = new HtmlText();
        body.Add($"<div class=\"figures\">{new PictureFigure("The input,", $"{subject.InputNote}: {image.Width}x{image.Height} pixels, {subject.Input.Shape[1]} {(subject.Input.Shape[1] == 1 ? "channel" : "channels")}.", raster.ToImage()).Page()}");
        double[]? scores = Scores(subject);
        if (scores is not null)
        {
            double largest = scores.Max();
            double[] powers = Array.ConvertAll(scores, score => Math.Exp(score - largest));
            int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(c => scores[c]).Take(Best)];
            if (scores.Length <= Best) Array.Sort(order);
            string note = $"softmax of the {scores.Length} outputs{(scores.Length > Best ? $"; the {Best} largest" : "")}.";
            body.Add($"{new BarFigure("The answer,", note, [.. order.Select(c => powers[c] / powers.Sum())], [.. order.Select(c => $"class {c}")]).Page()}");
        }
        return body.Add($"</div>");
    }

    private static double[]? Scores(ReportSubject subject)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var mode = new InferenceMode(subject.Model);
        Tensor output = subject.Model.Forward(subject.Input);
        return output.Shape.Rank == 2 && output.Shape[1] > 1 ? output.ToDoubles() : null;
    }
}
