using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Networks;

public class DynamicConvNetTests
{
    [Fact]
    public void Default_sizes_have_11_072_808_parameters_and_run_at_several_sizes()
    {
        using var network = new DynamicConvNet(generator: new RandomGenerator(1));
        Assert.Equal(11_072_808, network.Parameters().Sum(p => p.Value.Shape.Elements));
        Assert.Equal(
            [6_976, 128, 4_792_448, 256, 6_273_000],
            network.Children.Select(c => c.Module.Parameters().Sum(p => p.Value.Shape.Elements)).Where(n => n > 0));

        network.Eval();
        foreach ((int size, int batch) in ((int, int)[])[(28, 2), (32, 1), (224, 1)])
        {
            using var scope = new TensorScope();
            using var noGrad = new NoGrad();
            Tensor logits = network.Forward(Tensor.Uniform([batch, 3, size, size], -1, 1, new RandomGenerator(2)));
            Assert.Equal([batch, 1000], logits.Shape);
            Assert.All(logits.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
        }
    }

    [Fact]
    public void Attention_follows_each_normalisation()
    {
        using var network = new DynamicConvNet(new DynamicConvNetOptions { HasAttention = true });
        Assert.Equal(["c1", "bn1", "se1", "relu1", "pool1", "c2", "bn2", "se2", "relu2", "pool2", "pool", "fc"], network.Children.Select(c => c.Name));
        int attention = 2 * 64 * 8 + 8 + 64 + 2 * 128 * 8 + 8 + 128;
        Assert.Equal(11_072_808 + attention, network.Parameters().Sum(p => p.Value.Shape.Elements));
        using var scope = new TensorScope();
        Assert.Equal([1, 1000], network.Eval().Forward(Tensor.Zeros([1, 3, 28, 28])).Shape);
    }

    [Fact]
    public void State_has_the_names_of_the_parts()
    {
        using var network = new DynamicConvNet(DynamicConvNetOptions.Digits);
        Assert.Equal(
            [
                "c1.weight", "c1.bias", "c1.generator.weight", "c1.generator.hidden.weight", "c1.generator.hidden.bias",
                "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked",
                "c2.weight", "c2.bias", "c2.generator.weight", "c2.generator.hidden.weight", "c2.generator.hidden.bias",
                "bn2.weight", "bn2.bias", "bn2.running_mean", "bn2.running_var", "bn2.num_batches_tracked",
                "fc.weight", "fc.bias",
            ],
            network.StateDictionary().Select(e => e.Name));
    }

    [Fact]
    public void Static_twin_has_the_same_widths_and_ordinary_convolutions()
    {
        using var network = new DynamicConvNet(DynamicConvNetOptions.StaticDigits);
        Assert.Equal(
            ["c1.weight [16, 1, 3, 3]", "c1.bias [16]", "c2.weight [32, 16, 3, 3]", "c2.bias [32]"],
            network.StateDictionary().Where(e => e.Name[0] == 'c').Select(e => $"{e.Name} {e.Tensor.Shape}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Learns_digits_in_a_few_epochs_with_the_same_bits_for_any_number_of_threads(bool isDynamic)
    {
        DynamicConvNetOptions options = isDynamic ? DynamicConvNetOptions.Digits : DynamicConvNetOptions.StaticDigits;
        (double firstLoss, double lastLoss, double accuracy, float[] weights) = Train(options, threads: 2, epochs: 3);
        Assert.True(lastLoss < 0.5 * firstLoss, $"the loss fell only from {firstLoss} to {lastLoss}");
        Assert.True(accuracy > 0.9, $"the accuracy is {accuracy}");
        Assert.Equal(weights, Train(options, threads: 1, epochs: 3).Weights);
    }

    [Fact]
    public async Task Several_threads_may_infer_at_once()
    {
        using var network = new DynamicConvNet(DynamicConvNetOptions.Digits, new RandomGenerator(1));
        network.Eval();
        float[] expected = Infer();
        float[][] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Infer)));
        Assert.All(results, r => Assert.Equal(expected, r));

        float[] Infer()
        {
            using var scope = new TensorScope();
            return network.Forward(Tensor.Uniform([5, 1, 8, 8], 0, 1, new RandomGenerator(7))).ToArray<float>();
        }
    }

    private static (double FirstLoss, double LastLoss, double Accuracy, float[] Weights) Train(DynamicConvNetOptions options, int threads, int epochs)
    {
        using var device = new CpuDevice(threads);
        using var network = new DynamicConvNet(options, new RandomGenerator(1), device);
        using var optimizer = new Adam(network, rate: 0.01);
        DataSplit split = DigitsDataset.LoadSplit();
        var batches = new Batches(split.Train, 32, seed: 1);
        var losses = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int batch = 0; batch < batches.Count; batch++)
            {
                using var scope = new TensorScope();
                (Tensor images, Tensor labels) = Batch(batches, epoch, batch, device);
                Tensor loss = network.Forward(images).SoftmaxCrossEntropy(labels);
                loss.Backward();
                optimizer.Step();
                optimizer.ClearGradients();
                losses[epoch] += loss.ToScalar() / batches.Count;
            }
        }
        network.Eval();
        using var evaluation = new TensorScope();
        (Tensor test, Tensor answers) = Batch(new Batches(split.Test, split.Test.Count), 0, 0, device);
        float[] logits = network.Forward(test).ToArray<float>();
        int[] expected = answers.ToArray<int>();
        double accuracy = Enumerable.Range(0, expected.Length).Average(i => Best(logits.AsSpan(10 * i, 10)) == expected[i] ? 1.0 : 0);
        return (losses[0], losses[^1], accuracy, [.. network.StateDictionary().Where(e => e.Tensor.IsFloating).SelectMany(e => e.Tensor.ToArray<float>())]);
    }

    private static int Best(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }

    private static (Tensor Images, Tensor Labels) Batch(Batches batches, int epoch, int batch, Device device)
    {
        int count = batches.Length(batch);
        var pixels = new float[count * 64];
        var labels = new int[count];
        batches.Fill(epoch, batch, pixels, labels);
        return (Tensor.FromArray(pixels, [count, 1, 8, 8], device), Tensor.FromArray(labels, [count], device));
    }
}
