using System.Globalization;
using IlgpuConv.Training;

namespace IlgpuConv.IO;

/// <summary>Everything that decides what a training computes; with the data, the same options give the same weights to the bit.</summary>
/// <param name="Model">The name of the network in <see cref="ModelCatalog"/>.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="BatchSize">Images of a step.</param>
/// <param name="LearningRate">The highest learning rate, reached after the first epoch and lowered along a cosine to 0.</param>
/// <param name="WeightDecay">The share of a weight that is taken away in a step, times the learning rate.</param>
/// <param name="Shift">The most pixels by which a training image is moved.</param>
/// <param name="Seed">The seed of the first weights, the order and the shifts.</param>
public sealed record TrainingOptions(
    string Model = ModelCatalog.Default,
    int Epochs = 60,
    int BatchSize = 32,
    double LearningRate = 0.002,
    double WeightDecay = 0.05,
    int Shift = 1,
    long Seed = 1)
{
    /// <summary>
    /// The learning rate of each step: it rises evenly over the first epoch (where there are several) and then falls along a cosine to 0.
    /// </summary>
    public Schedule Schedule(long stepsPerEpoch)
    {
        long rising = Epochs > 1 ? stepsPerEpoch : 0;
        return Training.Schedule.Cosine(LearningRate, Epochs * stepsPerEpoch - rising).WithWarmUp(rising);
    }

    /// <summary>The options in one line.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"model {Model}, epochs {Epochs}, batch {BatchSize}, learning rate {LearningRate}, weight decay {WeightDecay}, shift {Shift}, seed {Seed}");

    /// <summary>Checks every number.</summary>
    /// <exception cref="ArgumentException">One is out of range.</exception>
    public void Check()
    {
        Require(Epochs >= 1, "epochs must be at least 1", Epochs);
        Require(BatchSize >= 1, "batch must be at least 1", BatchSize);
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "learning-rate must be a positive number", LearningRate);
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight-decay must be a number from 0 up", WeightDecay);
        Require(Shift >= 0, "shift must be at least 0", Shift);
    }

    /// <summary>The options as text that reads back to the same values.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata() => new Dictionary<string, string>
    {
        ["options.model"] = Model,
        ["options.epochs"] = Text(Epochs),
        ["options.batch"] = Text(BatchSize),
        ["options.learning_rate"] = Text(LearningRate),
        ["options.weight_decay"] = Text(WeightDecay),
        ["options.shift"] = Text(Shift),
        ["options.seed"] = Text(Seed),
    };

    /// <summary>The options that <see cref="ToMetadata"/> wrote into <paramref name="file"/>.</summary>
    /// <exception cref="BadFileException">One is missing or cannot be read.</exception>
    public static TrainingOptions Of(SafeTensorsFile file) => new(
        file.Text("options.model"),
        file.Number<int>("options.epochs"),
        file.Number<int>("options.batch"),
        file.Number<double>("options.learning_rate"),
        file.Number<double>("options.weight_decay"),
        file.Number<int>("options.shift"),
        file.Number<long>("options.seed"));

    private static void Require(bool holds, string rule, IFormattable got)
    {
        if (!holds)
        {
            throw new ArgumentException($"[train] {rule}. Got {Text(got)}.");
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
