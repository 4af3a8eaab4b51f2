// A program that owns an ILGPU accelerator: its own kernel prepares an image, the library convolves it where it lies, and the program's
// next kernel reads the result. Nothing is copied in between.
// Run it with: dotnet run examples/ilgpu/01-preprocess.cs
#:project ../../src/IlgpuConv.Ilgpu/IlgpuConv.Ilgpu.csproj

using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using IlgpuConv.Ilgpu;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

const int Size = 32;

// The program's own ILGPU: context, accelerator, stream, memory and kernels. EnableAlgorithms is what the library needs.
using Context context = Context.Create(builder => builder.DefaultCPU().EnableAlgorithms());
using Accelerator accelerator = context.CreateCPUAccelerator(0);
using AcceleratorStream stream = accelerator.CreateStream();
using MemoryBuffer1D<byte, Stride1D.Dense> pixels = accelerator.Allocate1D(Pixels());
using MemoryBuffer1D<float, Stride1D.Dense> image = accelerator.Allocate1D<float>(Size * Size);
using MemoryBuffer1D<int, Stride1D.Dense> edges = accelerator.Allocate1D(new int[1]);
var normalize = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<byte>, ArrayView<float>, float, float>(ImageKernels.Normalize);
var count = accelerator.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<int>, float>(ImageKernels.CountAbove);

normalize(stream, Size * Size, pixels.View, image.View, 0.5f, 0.25f);

// The library on the same accelerator and the same stream: the image is a tensor, its edges are a view.
using IlgpuDevice device = IlgpuDevice.From(accelerator, stream);
using (var scope = new TensorScope())
{
    Tensor x = Tensor.From(image.View, [1, 1, Size, Size]);
    Tensor w = Tensor.FromArray<float>([-1, 0, 1, -2, 0, 2, -1, 0, 1], [1, 1, 3, 3], device, MemoryOrder.Filter);
    Tensor y = x.Conv2d(w, padding: 1).Relu();
    count(stream, Size * Size, y.AsArrayView<float>(), edges.View, 4f);
    stream.Synchronize();
    Console.WriteLine($"{y} has {edges.GetAsArray1D()[0]} places where the image gets lighter to the right");
    Console.WriteLine($"memory of the library: {device.Memory.InUse} bytes in use");
}

// What the program brought is still the program's, whatever the library disposed.
device.Dispose();
float[] kept = image.GetAsArray1D();
Console.WriteLine($"the image is still there: {kept.Min():0.00} to {kept.Max():0.00}");

static byte[] Pixels()
{
    var bytes = new byte[Size * Size];
    for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i % Size < Size / 2 ? 40 : 200);
    return bytes;
}

/// <summary>Kernels of the program, written for ILGPU.</summary>
public static class ImageKernels
{
    public static void Normalize(Index1D i, ArrayView<byte> pixels, ArrayView<float> y, float mean, float deviation) =>
        y[i] = ((pixels[i] / 255f) - mean) / deviation;

    public static void CountAbove(Index1D i, ArrayView<float> x, ArrayView<int> count, float limit)
    {
        if (x[i] > limit) Atomic.Add(ref count[0], 1);
    }
}
