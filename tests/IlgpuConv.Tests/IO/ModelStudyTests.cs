using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.IO;

public class ModelStudyTests
{
    public static TheoryData<string> Comparable => [.. ModelCatalog.Comparable];

    [Fact]
    public void The_ordinary_convolution_comes_first_and_every_kind_of_layer_is_there()
    {
        Assert.Equal(ModelCatalog.Default, ModelCatalog.Names[0]);
        Assert.Equal("conv", ModelCatalog.Comparable[0]);
        Assert.Equal(
            [
                "condconv", "conv", "drconv", "dynamic-conv", "dynet", "generated", "involution", "modulated", "odconv", "receptive-field", "residual",
                "selective-kernel", "soft-radius",
            ],
            ModelCatalog.Comparable.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Comparable))]
    public void A_small_network_learns_digits_with_gradients_everywhere(string name)
    {
        using var device = new CpuDevice(2);
        DataSplit data = ModelStudy.Part(DigitsDataset.LoadSplit(), 512, 128);
        using var trainer = new Trainer(new TrainingOptions(name, Epochs: 4, BatchSize: 64, LearningRate: 0.01, Shift: 0), data, device);
        double first = trainer.Step().Loss, last = first;
        Assert.All(trainer.Model.NamedParameters(), p => Assert.True(p.Parameter.Gradient is not null, $"{p.Name} has no gradient"));
        while (!trainer.IsDone) last = trainer.Step() is { Images: > 0 } progress ? progress.Loss : last;
        Assert.True(last < 0.5 * first, $"the loss fell only from {first} to {last}");
        Assert.True(Classifier.Evaluate(trainer.Model, data.Test, device).Accuracy > 0.5);
    }

    [Fact]
    public void Multiply_adds_are_those_of_the_formulas()
    {
        using var scope = new TensorScope();
        using var network = new Sequential(
            new Conv2d(3, 8, 3, padding: 1), new Relu(), new GeneratedConv2d(8, 16, 3), new GlobalAvgPool2d(), new Flatten(), new Linear(16, 10));
        Tensor image = Tensor.Zeros([2, 3, 6, 6]);
        double conv = 2 * 36 * 8 * 3 * 9, heads = 2 * 8 * (8 * 16 * 9), generated = 2 * 16 * 16 * 8 * 9, linear = 2 * 16 * 10;
        Assert.Equal(conv + heads + generated + linear, MultiplyAddCount.Of(network, image));
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void A_study_repeats_to_the_bit_and_its_table_has_a_row_for_each_network()
    {
        using var device = new CpuDevice(1);
        DataSplit data = ModelStudy.Part(DigitsDataset.LoadSplit(), 96, 64);
        var options = new TrainingOptions(Epochs: 1, BatchSize: 32);
        ModelTrial[] trials = [.. ModelStudy.Run(["conv", "perceptron"], options, 2, data, device)];
        Assert.Equal(["conv 1", "conv 2", "perceptron 1", "perceptron 2"], trials.Select(t => $"{t.Model} {t.Seed}"));
        Assert.Equal(trials.Select(t => t.Accuracy), ModelStudy.Run(["conv", "perceptron"], options, 2, data, device).Select(t => t.Accuracy));
        Assert.Equal(4_810, trials[2].Parameters);
        Assert.Equal(64 * 64 + 640, trials[2].MultiplyAdds);
        string[] table = new ModelStudy(trials).ToMarkdown().TrimEnd('\n').Split('\n');
        Assert.Equal(4, table.Length);
        Assert.StartsWith("| perceptron | ", table[3]);
        Assert.EndsWith(" |", table[3]);
    }

    [Fact]
    public void The_picture_has_a_dot_for_each_seed_and_escapes_its_text()
    {
        var study = new ModelStudy([new("a", 1, 0.80, 10, 2e6, 100), new("a", 2, 0.90, 10, 2e6, 110), new("b", 1, 0.85, 20, 3e6, 90)]);
        string svg = StudyPicture.Draw(study, "a < b", "three");
        Assert.Equal(3, svg.Split("<circle").Length - 1);
        Assert.Contains("a &lt; b", svg);
        Assert.Contains(">2.00 M, 110/s<", svg);
        Assert.Equal(1, svg.Split("<svg").Length - 1);
        Assert.EndsWith("</svg>\n", svg);
    }

    [Fact]
    public void Seeds_and_names_are_checked_before_anything_is_trained()
    {
        DataSplit data = DigitsDataset.LoadSplit();
        using var device = new CpuDevice(1);
        Assert.Equal(
            "[study] seeds must be at least 1. Got 0. (Parameter 'seeds')",
            Assert.Throws<ArgumentException>(() => ModelStudy.Run(["conv"], new(), 0, data, device)).Message);
        Assert.StartsWith(
            "[model] a network must be one of dynamic-small, alexnet, angular-difference, attention, central-difference, ",
            Assert.Throws<ArgumentException>(() => ModelStudy.Run(["resnet"], new(), 1, data, device)).Message);
    }
}
