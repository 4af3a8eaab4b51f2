using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>Runs a network that gives one score a class.</summary>
public static class Classifier
{
    private const int BatchSize = 128;

    /// <summary>Tests <paramref name="model"/>, in inference, with every image.</summary>
    public static EvaluationResult Evaluate(Module model, LabelledImages images, Device device)
    {
        ArgumentNullException.ThrowIfNull(images);
        int[,] confusion = new int[images.Classes, images.Classes];
        Batches batches = new(images, BatchSize);
        float[] pixels = new float[BatchSize * images.ImageLength];
        int[] labels = new int[BatchSize];
        for (int b = 0; b < batches.Count; b++)
        {
            batches.Fill(0, b, pixels, labels);
            float[] scores = Scores(model, pixels, batches.Length(b), images, device);
            for (int i = 0; i < batches.Length(b); i++)
            {
                confusion[labels[i], Best(scores.AsSpan(i * images.Classes, images.Classes))]++;
            }
        }

        return new EvaluationResult(confusion);
    }

    /// <summary>The probability of each class for one image: softmax of the scores.</summary>
    public static double[] Probabilities(Module model, LabelledImages images, int index, Device device)
    {
        ArgumentNullException.ThrowIfNull(images);
        float[] pixels = new float[images.ImageLength];
        images.CopyImage(index, pixels);
        float[] scores = Scores(model, pixels, 1, images, device);
        double largest = scores.Max();
        double[] powers = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        double sum = powers.Sum();
        return Array.ConvertAll(powers, power => power / sum);
    }

    /// <summary>The first class with the highest score.</summary>
    internal static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }

    private static float[] Scores(Module model, float[] pixels, int count, LabelledImages images, Device device)
    {
        bool wasTraining = model.IsTraining;
        model.Eval();
        using TensorScope scope = new();
        using NoGrad noGrad = new();
        Tensor input = Tensor.FromArray<float>(
            pixels.AsSpan(0, count * images.ImageLength), [count, images.Channels, images.Height, images.Width], device);
        Tensor output = model.Forward(input);
        if (wasTraining)
        {
            model.Train();
        }

        return output.Shape == new Shape(count, images.Classes)
            ? output.ToArray<float>()
            : throw new ArgumentException(
                $"[classifier] the network must give {images.Classes} scores an image. Got {output.Shape} for {count} images.", nameof(model));
    }
}
