using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.BatchNorm;

public class BatchNormTests
{
    [Fact]
    public void State_has_the_names_and_first_values_of_PyTorch()
    {
        using var layer = new BatchNorm2d(3);
        Assert.Equal(
            ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], layer.StateDictionary().Select(e => e.Name));
        Assert.Equal(
            [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0], layer.StateDictionary().SelectMany(e => e.Tensor.ToDoubles()));
        Assert.Equal(ElementType.Int64, layer.BatchesTracked!.Value.Type);
    }

    [Fact]
    public void Running_statistics_follow_plain_loops()
    {
        using var scope = new TensorScope();
        using var layer = new BatchNorm2d(5);
        layer.To(ElementType.Float64);
        var plain = new PlainBatchNorm(5);
        for (int step = 0; step < 3; step++)
        {
            Tensor x = Tensor.Uniform([4, 5, 9, 11], -1, 3, new RandomGenerator((ulong)step), ElementType.Float64);
            Close(plain.Train(x.ToDoubles(), 4, 99), layer.Forward(x), 1e-12);
            Close(plain.RunningMean, layer.RunningMean!, 1e-14);
            Close(plain.RunningVariance, layer.RunningVariance!, 1e-14);
        }
        Assert.Equal(3, layer.BatchesTracked!.Value.ToScalar());
    }

    [Fact]
    public void Inference_uses_the_running_statistics_and_writes_nothing()
    {
        using var scope = new TensorScope();
        using var layer = new BatchNorm1d(2);
        layer.RunningMean!.Value.Write<float>([1, -2]);
        layer.RunningVariance!.Value.Write<float>([4, 0.25f]);
        layer.Weight!.Value.Write<float>([3, 1]);
        layer.Bias!.Value.Write<float>([0, 10]);
        layer.Eval();
        int[] versions = [.. layer.StateDictionary().Select(e => e.Tensor.Version)];

        Close([3, 12], layer.Forward(Tensor.FromArray<float>([3, -1], [1, 2])), 1e-4);
        Assert.Equal(versions, layer.StateDictionary().Select(e => e.Tensor.Version));
        Assert.Equal([1, -2, 4, 0.25, 0], layer.StateDictionary().Skip(2).SelectMany(e => e.Tensor.ToDoubles()));
    }

    [Fact]
    public void Without_running_statistics_inference_uses_those_of_the_batch()
    {
        using var scope = new TensorScope();
        using var layer = new BatchNorm2d(2, affine: false, trackRunningStats: false);
        layer.Eval();
        Assert.Empty(layer.StateDictionary());
        Tensor x = Tensor.Uniform([2, 2, 3, 3], -1, 1, new RandomGenerator(1));
        Close(new PlainBatchNorm(2).Train(x.ToDoubles(), 2, 9), layer.Forward(x), 1e-5);
    }

    [Fact]
    public void A_large_mean_does_not_spoil_a_small_deviation()
    {
        using var scope = new TensorScope();
        double[] values = [.. Enumerable.Range(0, 4096).Select(i => (double)(1000 + (i * 37 % 97) / 1024f))];
        Tensor x = Tensor.FromDoubles(values, [4, 1, 32, 32], ElementType.Float32);
        double[] expected = new PlainBatchNorm(1).Train(values, 4, 1024);
        double[] actual = x.BatchNorm().ToDoubles();
        // Values of 1000 are 6e-5 apart in float, 0.002 deviations: the error may be that of the input's rounded mean and no more.
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], actual[i], 5e-3);
        Assert.Equal(Math.Sqrt(expected.Average(v => v * v)), Math.Sqrt(actual.Average(v => v * v)), 1e-4);
    }

    [Fact]
    public void Frozen_statistics_still_pass_gradients()
    {
        using var scope = new TensorScope();
        using var layer = new BatchNorm2d(2);
        layer.RunningVariance!.Value.Fill(3.99999);
        layer.Eval();
        Tensor x = Tensor.Uniform([1, 2, 2, 2], -1, 1, new RandomGenerator(1));
        x.RequiresGrad = true;
        layer.Forward(x).Backward(Tensor.Full([1, 2, 2, 2], 1));
        Close([.. Enumerable.Repeat(0.5, 8)], x.Gradient!, 1e-6);
        Close([4, 4], layer.Bias!.Gradient!, 1e-6);
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads_and_lanes()
    {
        float[] one = Run(new CpuDevice(1));
        Assert.Equal(one, Run(new CpuDevice(2)));
        Assert.Equal(one, Run(new CpuDevice(3)));
        Assert.Equal(one, Run(new CpuDevice(2, vectorBits: 256)));

        static float[] Run(Device device)
        {
            using (device)
            {
                using var scope = new TensorScope();
                Tensor x = Tensor.Uniform([4, 37, 15, 13], -1, 1, new RandomGenerator(4), device: device);
                Tensor weight = Tensor.Uniform([37], -1, 1, new RandomGenerator(5), device: device);
                Tensor bias = Tensor.Zeros([37], device: device);
                foreach (Tensor leaf in (Tensor[])[x, weight, bias]) leaf.RequiresGrad = true;
                Tensor y = x.BatchNorm(weight, bias);
                Tensor dy = Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(6), device: device);
                return [.. y.ToArray<float>(), .. Gradients.Of(y, [x, weight, bias], gradient: dy).SelectMany(g => g.ToArray<float>())];
            }
        }
    }

    [Fact]
    public async Task Several_threads_may_infer_at_once()
    {
        using var layer = new BatchNorm2d(19);
        layer.RunningMean!.Value.Fill(0.25);
        layer.Eval();
        float[] expected = Infer();
        float[][] results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Infer)));
        Assert.All(results, r => Assert.Equal(expected, r));

        float[] Infer()
        {
            using var scope = new TensorScope();
            return layer.Forward(Tensor.Uniform([2, 19, 16, 16], -1, 1, new RandomGenerator(7))).ToArray<float>();
        }
    }

    private static void Close(double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToDoubles();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], tolerance);
    }
}
