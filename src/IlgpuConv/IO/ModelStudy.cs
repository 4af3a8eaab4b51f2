using System.Globalization;
using System.Text;
using IlgpuConv.Runtime;

namespace IlgpuConv.IO;

/// <summary>Networks trained with the same images and the same few steps, several seeds each: what they reach and what they cost.</summary>
/// <param name="Trials">The trainings, the seeds of a network one after the other.</param>
public sealed record ModelStudy(IReadOnlyList<ModelTrial> Trials)
{
    /// <summary>The networks with the mean, the least and the most accuracy of their seeds, in the order of the trials.</summary>
    public IEnumerable<(ModelTrial First, double Mean, double Least, double Most, double ImagesPerSecond)> Models =>
        from trial in Trials
        group trial by trial.Model into seeds
        select (seeds.First(), seeds.Average(t => t.Accuracy), seeds.Min(t => t.Accuracy), seeds.Max(t => t.Accuracy), seeds.Max(t => t.ImagesPerSecond));

    /// <summary>Trains every network with each seed 1 to <paramref name="seeds"/>; a trial is given as soon as it is done.</summary>
    /// <param name="models">Names in <see cref="ModelCatalog"/>.</param>
    /// <param name="options">The training; its model and seed are not used.</param>
    /// <param name="seeds">Trainings of each network.</param>
    /// <param name="data">The images.</param>
    /// <param name="device">The device.</param>
    /// <param name="stop">Stops between two steps.</param>
    /// <exception cref="ArgumentException">A name is not in the catalog, or a number is out of range.</exception>
    public static IEnumerable<ModelTrial> Run(
        IReadOnlyList<string> models, TrainingOptions options, int seeds, DataSplit data, Device device, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (seeds < 1) throw new ArgumentException($"[study] seeds must be at least 1. Got {seeds}.", nameof(seeds));
        foreach (string name in models) _ = ModelCatalog.Find(name);
        return from name in models
               from seed in Enumerable.Range(1, seeds)
               select ModelTrial.Run(options with { Model = name, Seed = seed }, data, device, stop);
    }

    /// <summary>The first <paramref name="train"/> and <paramref name="test"/> images of a data set, or all where there are fewer.</summary>
    public static DataSplit Part(DataSplit data, int train, int test)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DataSplit(data.Name, First(data.Train, train), First(data.Test, test));

        static LabelledImages First(LabelledImages images, int count) => images.Select([.. Enumerable.Range(0, Math.Min(count, images.Count))]);
    }

    /// <summary>The networks as a table in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("| network | accuracy | least to most | parameters | multiply-adds | images/s in training |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach ((ModelTrial first, double mean, double least, double most, double rate) in Models)
            text.Append(CultureInfo.InvariantCulture, $"| {first.Model} | {mean:P1} | {least:P1} to {most:P1} | {first.Parameters:N0} | {first.MultiplyAdds:N0} | {rate:N0} |\n");
        return text.ToString();
    }
}
