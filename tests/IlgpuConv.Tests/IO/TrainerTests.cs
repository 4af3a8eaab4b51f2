using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.IO;

public sealed class TrainerTests : IDisposable
{
    private static readonly DataSplit Data = Few();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resuming_at_any_batch_gives_the_same_bytes()
    {
        TrainingOptions options = new(Epochs: 2, BatchSize: 16);
        using Trainer whole = new(options, Data, Devices.Get("cpu"));
        for (int steps = 0; !whole.IsDone; steps++)
        {
            whole.Save(_folder.File($"{steps}"));
            whole.Step();
        }

        whole.Save(_folder.File("end"));
        foreach (int start in (int[])[0, 1, 3, 5])
        {
            using Trainer resumed = Trainer.Resume(SafeTensorsFile.Open(_folder.File($"{start}")), Data, Devices.Get("cpu"));
            while (!resumed.IsDone) resumed.Step();
            resumed.Save(_folder.File("resumed"));
            Assert.Equal(File.ReadAllBytes(_folder.File("end")), File.ReadAllBytes(_folder.File("resumed")));
        }
    }

    [Fact]
    public void A_training_whose_temperature_falls_is_resumed_with_the_same_bytes()
    {
        TrainingOptions options = new("own", Epochs: 3, BatchSize: 16);
        using Trainer whole = new(options, Data, Devices.Get("cpu"), Create);
        List<double> temperatures = [];
        for (int steps = 0; !whole.IsDone; steps++)
        {
            whole.Save(_folder.File($"{steps}"));
            whole.Step();
            temperatures.Add(whole.Model.NamedModules().Select(m => m.Module).OfType<KernelAttention>().Single().Temperature);
        }

        Assert.Equal([30, 30, 30, 15.5, 15.5, 15.5, 1, 1, 1], temperatures);
        whole.Save(_folder.File("end"));
        using Trainer resumed = Trainer.Resume(SafeTensorsFile.Open(_folder.File("5")), Data, Devices.Get("cpu"), Create);
        while (!resumed.IsDone) resumed.Step();
        resumed.Save(_folder.File("resumed"));
        Assert.Equal(File.ReadAllBytes(_folder.File("end")), File.ReadAllBytes(_folder.File("resumed")));

        static Module Create(RandomGenerator random, Device device) => new Sequential(
            new Conv2d(1, 8, 3, padding: 1, generator: random, device: device), new Relu(),
            new DynamicConv2d(8, 8, 3, options: new DynamicConvOptions { Temperature = TemperatureSchedule.Linear(30, 1, 2) }, generator: random, device: device),
            new Relu(), new AdaptiveAvgPool2d(1), new Flatten(), new Linear(8, 10, generator: random, device: device));
    }

    [Fact]
    public void Progress_counts_images_and_epochs()
    {
        using Trainer trainer = new(new TrainingOptions(Epochs: 1, BatchSize: 16), Data, Devices.Get("cpu"));
        Assert.Equal(3, trainer.BatchesPerEpoch);
        Assert.Equal((0, 1, 16), (trainer.Step().Epoch, trainer.Progress.Batch, trainer.Progress.Images));
        trainer.Step();
        TrainingProgress last = trainer.Step();
        Assert.Equal((1, 0, 40, true), (last.Epoch, last.Batch, last.Images, trainer.IsDone));
        Assert.InRange(last.Accuracy, 0, 1);
    }

    [Fact]
    public void A_checkpoint_that_lacks_a_tensor_is_refused()
    {
        using Trainer trainer = new(new TrainingOptions(Epochs: 1), Data, Devices.Get("cpu"));
        trainer.Save(_folder.File("x"));
        SafeTensorsFile file = SafeTensorsFile.Open(_folder.File("x"));
        SafeTensorsWriter writer = new();
        foreach ((string key, string value) in file.Metadata) writer.Metadata[key] = value;
        writer.Save(_folder.File("x"));
        var error = Assert.Throws<BadFileException>(() => Trainer.Resume(SafeTensorsFile.Open(_folder.File("x")), Data, Devices.Get("cpu")));
        Assert.StartsWith($"[checkpoint] '{_folder.File("x")}', offset 8: expected every tensor of the network. Got 0 loaded; missing: ", error.Message);
    }

    [Fact]
    public void The_learning_rate_rises_and_falls()
    {
        Schedule rates = new TrainingOptions(Epochs: 11, LearningRate: 1).Schedule(stepsPerEpoch: 10);
        Assert.Equal(0.1, rates.Rate(0), 12);
        Assert.Equal(1, rates.Rate(10), 12);
        Assert.Equal(0.5, rates.Rate(60), 12);
        Assert.Equal(0, rates.Rate(110), 12);
        Assert.Equal(1, new TrainingOptions(Epochs: 1, LearningRate: 1).Schedule(10).Rate(0), 12);
    }

    [Fact]
    public void A_checkpoint_that_lacks_state_of_the_optimiser_is_refused()
    {
        using Trainer trainer = new(new TrainingOptions(Epochs: 1), Data, Devices.Get("cpu"));
        trainer.Step();
        trainer.Save(_folder.File("x"));
        SafeTensorsFile file = SafeTensorsFile.Open(_folder.File("x"));
        SafeTensorsWriter writer = new();
        foreach ((string key, string value) in file.Metadata) writer.Metadata[key] = value;
        foreach (string name in file.Entries.Keys.Where(name => !name.StartsWith("optimizer.", StringComparison.Ordinal)))
        {
            using Tensor tensor = file.ReadTensor(name);
            writer.Add(name, tensor);
        }

        writer.Save(_folder.File("x"));
        var error = Assert.Throws<BadFileException>(() => Trainer.Resume(SafeTensorsFile.Open(_folder.File("x")), Data, Devices.Get("cpu")));
        string expected = file.Metadata["optimizer.tensors"];
        Assert.Equal($"[checkpoint] '{_folder.File("x")}', offset 8: expected {expected} tensors of the optimiser. Got 0.", error.Message);
    }

    [Fact]
    public void Options_come_back_from_metadata()
    {
        TrainingOptions options = new("m", 3, 7, 0.1, 1e-7, 2, long.MaxValue);
        SafeTensorsWriter writer = new();
        foreach ((string key, string value) in options.ToMetadata()) writer.Metadata[key] = value;
        writer.Save(_folder.File("x"));
        Assert.Equal(options, TrainingOptions.Of(SafeTensorsFile.Open(_folder.File("x"))));
    }

    private static DataSplit Few()
    {
        LabelledImages digits = DigitsDataset.Load();
        int[] numbers = [.. Enumerable.Range(0, 50)];
        return new DataSplit("few", digits.Select(numbers.AsSpan(0, 40)), digits.Select(numbers.AsSpan(40)));
    }
}
