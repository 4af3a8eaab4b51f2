using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Perf;

/// <summary>
/// The library's own code, not its kernels, is compiled again some tenths of a second after a process has used it thirty times; until then a call takes
/// 4 to 6 µs instead of 1.5, which is 7 % of a layer of 60 µs. Peers are compiled ahead of time.
/// </summary>
internal static class WarmUp
{
    private const int Turns = 6;
    private const int Calls = 60;
    private const int SleepMilliseconds = 150;

    /// <summary>Runs small convolutions, with gradients too, until their calls are as fast as they stay.</summary>
    /// <param name="threads">Threads of the device, so that waking and waiting are part of it.</param>
    public static void Run(int threads)
    {
        using var device = new CpuDevice(threads);
        var generator = new RandomGenerator(1);
        using var scope = new TensorScope();
        Tensor x = Tensor.Normal([1, 32, 28, 28], generator: generator, device: device), b = Tensor.Zeros([32], device: device);
        Tensor[] weights = [.. new[] { 1, 3 }.Select(k => Tensor.Normal([32, 32, k, k], 0, 0.05, generator: generator, device: device, order: MemoryOrder.Filter))];
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int call = 0; call < Calls; call++)
            {
                foreach (Tensor w in weights)
                {
                    Forward(x, w, b, ConvAlgorithm.Planned);
                    Forward(x, w, b, ConvAlgorithm.Direct);
                    using var own = new TensorScope();
                    w.RequiresGrad = true;
                    Gradients.Of(x.Conv2d(w, b, padding: w.Shape[2] / 2).Sum(), [w]);
                    w.RequiresGrad = false;
                }
            }
            // What was called often enough is compiled when nothing new has been for a tenth of a second.
            Thread.Sleep(SleepMilliseconds);
        }
    }

    private static void Forward(Tensor x, Tensor w, Tensor b, ConvAlgorithm algorithm)
    {
        using var algorithms = new ConvAlgorithmScope(algorithm);
        using var own = new TensorScope();
        using var noGrad = new NoGrad();
        x.Conv2d(w, b, padding: w.Shape[2] / 2);
    }
}
