using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Runs a layer forward and backward on new devices of one to three threads.</summary>
internal static class RepeatedRuns
{
    private const int Runs = 20;

    /// <summary>Twenty runs give the bits of a run on one thread: the output and every gradient.</summary>
    public static void AreEqual(Func<CpuDevice, Module> make, Shape input)
    {
        float[] one = Run(make, input, 1);
        for (int run = 0; run < Runs; run++) Assert.Equal(one, Run(make, input, 1 + run % 3));
    }

    private static float[] Run(Func<CpuDevice, Module> make, Shape input, int threads)
    {
        using var device = new CpuDevice(threads);
        using var scope = new TensorScope();
        using Module layer = make(device);
        Tensor x = Tensor.Uniform(input, -1, 1, new RandomGenerator(4), device: device);
        x.RequiresGrad = true;
        Tensor y = layer.Forward(x);
        Tensor dy = Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(6), device: device);
        Tensor[] leaves = [x, .. layer.Parameters().Select(p => p.Value)];
        return [.. y.ToArray<float>(), .. Gradients.Of(y, leaves, gradient: dy).SelectMany(g => g.ToArray<float>())];
    }
}
