using IlgpuConv.Autograd;
using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>A few batches of the digits: the losses are those of <c>reference</c>.</summary>
public class TrainingTests
{
    private const int BatchSize = 16;
    private const int Steps = 6;

    [Fact]
    public void Losses_are_those_of_the_reference()
    {
        IlgpuDevices.Register();
        double[] expected = Losses(Devices.Get("reference"), ElementType.Float32), exact = Losses(Devices.Get("reference"), ElementType.Float64);
        double[] actual = Losses(Devices.Get("ilgpu-cpu"), ElementType.Float32);
        Assert.True(actual[^1] < 0.9 * actual[0], $"the loss must fall: {string.Join(", ", actual)}");
        for (int i = 0; i < Steps; i++)
        {
            // The rule of the cases: eight times what rounding does to the reference, and 4 ulp.
            double rounding = expected.Zip(exact, (e, x) => Math.Abs(e - x)).Take(i + 1).Max();
            double bound = (8 * rounding) + (4 * Math.ScaleB(1, -23) * expected.Max());
            Assert.True(Math.Abs(actual[i] - expected[i]) <= bound, $"step {i}: {actual[i]:R}, the reference {expected[i]:R}, bound {bound:G3}");
        }
    }

    private static double[] Losses(Device device, ElementType type)
    {
        var random = new RandomGenerator(seed: 1);
        using var model = new Sequential(
            new Conv2d(1, 8, 3, padding: 1, generator: random), new BatchNorm2d(8), new Relu(), new MaxPool2d(2),
            new Conv2d(8, 8, 3, padding: 1, generator: random), new Relu(), new Flatten(), new Linear(8 * 4 * 4, 10, generator: random));
        model.To(device);
        model.To(type);
        using var optimizer = new AdamW(model, rate: 0.01);
        var batches = new Batches(DigitsDataset.LoadSplit().Train, BatchSize, seed: 1);
        var pixels = new float[BatchSize * 64];
        var labels = new int[BatchSize];
        var losses = new double[Steps];
        for (int step = 0; step < Steps; step++)
        {
            using var scope = new TensorScope();
            batches.Fill(epoch: 0, step, pixels, labels);
            Tensor input = Tensor.FromDoubles(Array.ConvertAll(pixels, p => (double)p), [BatchSize, 1, 8, 8], type, device);
            Tensor loss = model.Forward(input).SoftmaxCrossEntropy(Tensor.FromArray<int>(labels, [BatchSize], device));
            optimizer.ClearGradients();
            loss.Backward();
            optimizer.Step();
            losses[step] = loss.ToScalar();
        }
        return losses;
    }
}
