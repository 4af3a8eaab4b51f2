using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.IO;

/// <summary>
/// Trains a classifier batch by batch with AdamW. Weights, optimiser, random state and place are saved together: a training that is
/// resumed goes on with the same bits as one that was never stopped.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly DataSplit _data;
    private readonly Device _device;
    private readonly RandomGenerator _random;
    private readonly AdamW _optimizer;
    private readonly Schedule _schedule;
    private readonly Batches _batches;
    private readonly float[] _pixels;
    private readonly int[] _labels;

    /// <summary>A training that begins.</summary>
    /// <exception cref="ArgumentException">The catalog has no such network, or an option is out of range.</exception>
    public Trainer(TrainingOptions options, DataSplit data, Device device)
        : this(options, data, device, null)
    {
    }

    /// <summary>A training that begins, of a network of your own.</summary>
    /// <param name="options">What is chosen; the name of the network only describes it.</param>
    /// <param name="data">The images.</param>
    /// <param name="device">The device.</param>
    /// <param name="create">Makes the network with first values from a generator, on a device; null for the one in the catalog.</param>
    /// <exception cref="ArgumentException">The catalog has no such network, or an option is out of range.</exception>
    public Trainer(TrainingOptions options, DataSplit data, Device device, Func<RandomGenerator, Device, Module>? create)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(data);
        options.Check();
        (Options, _data, _device) = (options, data, device);
        _random = new RandomGenerator((ulong)options.Seed);
        LabelledImages train = data.Train;
        Model = create is null
            ? ModelCatalog.Create(options.Model, train.Channels, train.Height, train.Width, train.Classes, _random, device)
            : create(_random, device);
        _optimizer = new AdamW(Model, options.LearningRate, weightDecay: options.WeightDecay);
        _batches = new Batches(train, options.BatchSize, options.Seed, new ShiftAugmentation(options.Shift, options.Seed));
        _schedule = options.Schedule(_batches.Count);
        _pixels = new float[options.BatchSize * train.ImageLength];
        _labels = new int[options.BatchSize];
    }

    /// <summary>What was chosen.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The network.</summary>
    public Module Model { get; }

    /// <summary>Where the training is.</summary>
    public TrainingProgress Progress { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>Steps of an epoch.</summary>
    public int BatchesPerEpoch => _batches.Count;

    /// <summary>Whether all epochs are done.</summary>
    public bool IsDone => Progress.Epoch >= Options.Epochs;

    /// <summary>A training that goes on from a checkpoint.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="data">The images that it was made with.</param>
    /// <param name="device">The device.</param>
    /// <param name="create">Makes a network of your own, as when the training began; null for the one in the catalog.</param>
    /// <exception cref="BadFileException">The file is not a checkpoint of a training, or does not fit its own network.</exception>
    /// <exception cref="ArgumentException">The data are not those it was made with.</exception>
    public static Trainer Resume(SafeTensorsFile file, DataSplit data, Device device, Func<RandomGenerator, Device, Module>? create = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        Trainer trainer = new(TrainingOptions.Of(file), data, device, create);
        trainer.Progress = TrainingCheckpoint.Restore(file, trainer.Model, trainer._optimizer, trainer._random, data);
        return trainer;
    }

    /// <summary>Learns from the next batch.</summary>
    /// <returns>The place after it; when it was the last of its epoch, the sums are still those of that epoch.</returns>
    /// <exception cref="NotFiniteNumberException">The loss is infinite or not a number: no step leads back.</exception>
    public TrainingProgress Step()
    {
        if (Progress.Batch == 0)
        {
            Progress = new TrainingProgress(Progress.Epoch, 0, 0, 0, 0);
        }

        int count = _batches.Length(Progress.Batch);
        _batches.Fill(Progress.Epoch, Progress.Batch, _pixels, _labels);
        (double loss, int correct) = Learn(count);
        if (!double.IsFinite(loss))
        {
            string place = FormattableString.Invariant($"epoch {Progress.Epoch + 1}, batch {Progress.Batch + 1} with learning rate {Options.LearningRate}");
            throw new NotFiniteNumberException(
                FormattableString.Invariant($"[train] the loss must stay a number; a lower learning rate may keep it one. Got {loss} of {Options.Model} in {place}."), loss);
        }

        bool last = Progress.Batch + 1 == BatchesPerEpoch;
        return Progress = new TrainingProgress(
            Progress.Epoch + (last ? 1 : 0), last ? 0 : Progress.Batch + 1, Progress.Images + count, Progress.LossSum + loss * count,
            Progress.Correct + correct);
    }

    /// <summary>Writes everything that <see cref="Resume"/> needs, whole or not at all.</summary>
    public void Save(string path) => TrainingCheckpoint.Save(path, Options, Progress, Model, _optimizer, _random, _data);

    /// <summary>Gives the memory of the network and the optimiser back.</summary>
    public void Dispose()
    {
        Model.Dispose();
        _optimizer.Dispose();
    }

    private (double Loss, int Correct) Learn(int count)
    {
        LabelledImages train = _data.Train;
        Model.Train();
        Model.AdvanceTo(new TrainingMoment((long)Progress.Epoch * BatchesPerEpoch + Progress.Batch, BatchesPerEpoch));
        using TensorScope scope = new();
        Tensor input = Tensor.FromArray<float>(
            _pixels.AsSpan(0, count * train.ImageLength), [count, train.Channels, train.Height, train.Width], _device);
        Tensor labels = Tensor.FromArray<int>(_labels.AsSpan(0, count), [count], _device);
        Tensor scores = Model.Forward(input);
        Tensor loss = scores.SoftmaxCrossEntropy(labels);
        Model.ClearGradients();
        loss.Backward();
        _schedule.Apply(_optimizer);
        _optimizer.Step();
        float[] host = scores.ToArray<float>();
        int correct = 0;
        for (int i = 0; i < count; i++)
        {
            correct += Classifier.Best(host.AsSpan(i * train.Classes, train.Classes)) == _labels[i] ? 1 : 0;
        }

        return (loss.ToScalar(), correct);
    }
}
