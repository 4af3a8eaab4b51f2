// Conv3d over volumes: a filter of 3x3x3, and the same in two parts, plane and depth.
// Run it with: dotnet run examples/07-conv3d.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

// [N, C, D, H, W]: 16 frames of 32x32 pixels.
using var full = new Conv3d(3, 16, 3, padding: 1);
Show("3x3x3", full, [1, 3, 16, 32, 32], [1, 16, 16, 32, 32], 16 * 3 * 27 + 16);

// A volume of 4x4x4 by a filter of 2x2x2.
using var small = new Conv3d(1, 1, 2);
Show("2x2x2", small, [1, 1, 4, 4, 4], [1, 1, 3, 3, 3], 8 + 1);

// (2+1)-D: 1x3x3 to 144 channels, then 3x1x1; as many weights as 3x3x3, and an activation more.
using var parts = new Conv2Plus1d(64, 64, 3, padding: 1, norm: c => new BatchNorm3d(c), activation: () => new Relu());
Show("(2+1)-D", parts, [2, 64, 4, 8, 8], [2, 64, 4, 8, 8], 64 * 64 * 27 + 2 * 144);

// Prints what a layer makes, and stops where a claim does not hold.
static void Show(string name, Module layer, Shape input, Shape output, long parameters)
{
    using var scope = new TensorScope();
    Shape actual = layer.Forward(Tensor.Normal(input)).Shape;
    long count = layer.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"{name}: {input} -> {actual}, {count:N0} parameters");
    if (actual != output || count != parameters) throw new InvalidOperationException($"{name}: expected {output} and {parameters:N0} parameters");
}
