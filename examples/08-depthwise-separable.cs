// The depthwise separable block of MobileNet beside the full convolution that it stands for.
// Run it with: dotnet run examples/08-depthwise-separable.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

using var full = new Conv2d(64, 128, 3, padding: 1, hasBias: false);
Show("full", full, [1, 64, 28, 28], [1, 128, 28, 28], 128 * 64 * 9);

// A 3x3 filter for each channel, then 1x1 over channels: 1/128 + 1/9 of the weights.
using var bare = new DepthwiseSeparableConv2d(64, 128, 3, padding: 1, hasBias: false);
Show("depthwise separable", bare, [1, 64, 28, 28], [1, 128, 28, 28], 64 * 9 + 64 * 128);

// As MobileNet has it: norm and activation after both parts, and here the map halved.
using var block = new DepthwiseSeparableConv2d(
    64, 128, 3, stride: 2, padding: 1, norm: c => new BatchNorm2d(c), activation: () => new Relu());
Show("with norm, activation and stride 2", block, [2, 64, 28, 28], [2, 128, 14, 14], 64 * 9 + 64 * 128 + 2 * 64 + 2 * 128);

// By columns and rows instead: a filter of rank 1, such as Sobel's, without any error.
using var sobel = new SpatiallySeparableConv2d(1, 1, 3, hasBias: false);
using Tensor filter = Tensor.FromArray([1f, 0, -1, 2, 0, -2, 1, 0, -1], [1, 1, 3, 3], order: MemoryOrder.Filter);
double error = sobel.Factorise(filter);
if (error > 1e-15) throw new InvalidOperationException($"a filter of rank 1 came out with an error of {error}");
Show("Sobel by columns and rows", sobel, [1, 1, 28, 28], [1, 1, 26, 26], 3 + 3);

// Prints what a layer makes, and stops where a claim does not hold.
static void Show(string name, Module layer, Shape input, Shape output, long parameters)
{
    using var scope = new TensorScope();
    Shape actual = layer.Forward(Tensor.Normal(input)).Shape;
    long count = layer.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"{name}: {input} -> {actual}, {count:N0} parameters");
    if (actual != output || count != parameters) throw new InvalidOperationException($"{name}: expected {output} and {parameters:N0} parameters");
}
