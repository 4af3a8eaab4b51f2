// A network made ready for inference: one list of launches over memory that is planned once, with batch normalisation, activations and sums
// inside the convolutions. A call allocates nothing.
// Run it with: dotnet run examples/18-compiled-inference.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using System.Diagnostics;
using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Networks;
using IlgpuConv.Tensors;

using var network = new MobileNetV2(generator: new RandomGenerator(1));
network.Eval();
using CompiledModule compiled = network.Compile([1, 3, 96, 96]);
Console.WriteLine($"{compiled.Steps.Count} steps, {compiled.FusedOperations} operations became part of others");
Console.WriteLine($"{compiled.WorkspaceBytes / 1024} KiB of memory on the way, {compiled.UnplannedBytes / 1024} KiB without a plan");

// Arrays in the order [N, C, H, W], as images are decoded; tensors on the device work too.
var image = new float[3 * 96 * 96];
var scores = new float[1000];
for (int i = 0; i < image.Length; i++) image[i] = MathF.Sin(i * 0.01f);
compiled.Run<float>(image, scores);

long before = GC.GetAllocatedBytesForCurrentThread();
long began = Stopwatch.GetTimestamp();
for (int call = 0; call < 20; call++) compiled.Run<float>(image, scores);
double each = Stopwatch.GetElapsedTime(began).TotalMilliseconds / 20;
long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
Console.WriteLine($"{each:0.00} ms and {allocated / 20} bytes a call");

using var noGrad = new NoGrad();
using var scope = new TensorScope();
float[] expected = network.Forward(Tensor.FromArray(image, [1, 3, 96, 96])).ToArray<float>();
float difference = expected.Zip(scores, (e, s) => MathF.Abs(e - s)).Max(), largest = expected.Max(MathF.Abs);
Console.WriteLine($"largest difference from the network itself: {difference / largest:0.0e0} of the largest score");
if (allocated != 0 || difference > 1e-4f * largest) throw new InvalidOperationException("the compiled network differs or allocates");
