using System.Diagnostics;
using IlgpuConv.Analysis;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>What a network came to in one training of a <see cref="ModelStudy"/>.</summary>
/// <param name="Model">The network's name in <see cref="ModelCatalog"/>.</param>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Accuracy">The share of the test images whose class it found.</param>
/// <param name="Parameters">The numbers that it learns.</param>
/// <param name="MultiplyAdds">Multiply-adds of an image in inference.</param>
/// <param name="ImagesPerSecond">Images a second in training, all of a step included.</param>
public sealed record ModelTrial(string Model, long Seed, double Accuracy, long Parameters, double MultiplyAdds, double ImagesPerSecond)
{
    /// <summary>Trains a network and tests it.</summary>
    /// <exception cref="ArgumentException">The catalog has no such network, or an option is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ModelTrial Run(TrainingOptions options, DataSplit data, Device device, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var trainer = new Trainer(options, data, device);
        LabelledImages test = data.Test;
        double multiplyAdds;
        using (Tensor image = Tensor.Uniform([1, test.Channels, test.Height, test.Width], 0, 1, new RandomGenerator(0), device: device))
            multiplyAdds = MultiplyAddCount.Of(trainer.Model, image);
        long begin = Stopwatch.GetTimestamp();
        while (!trainer.IsDone)
        {
            stop.ThrowIfCancellationRequested();
            trainer.Step();
        }
        device.Synchronize();
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return new ModelTrial(
            options.Model, options.Seed, Classifier.Evaluate(trainer.Model, test, device).Accuracy,
            trainer.Model.Parameters().Sum(p => p.Value.Shape.Elements), multiplyAdds, (double)options.Epochs * data.Train.Count / seconds);
    }
}
