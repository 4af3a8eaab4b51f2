// ConvTranspose2d with its full parameter list, and the sizes that upsampling networks use.
// Run it with: dotnet run examples/06-transposed.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

// PyTorch's nn.ConvTranspose2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), output_padding=(1, 0), groups=1, bias=True, dilation=1).
// Rows: (H - 1) stride - 2 padding + dilation (kH - 1) + outputPadding + 1 = (12 - 1) 2 - 8 + 2 + 1 + 1 = 18.
using var full = new ConvTranspose2d(
    inChannels: 16, outChannels: 33, kernel: (3, 5), stride: (2, 1), padding: (4, 2), outputPadding: (1, 0), groups: 1, hasBias: true,
    dilation: 1, paddingMode: PaddingMode.Zeros);
Show("ConvTranspose2d, every parameter", full, [20, 16, 12, 10], [20, 33, 18, 10], 16 * 33 * 3 * 5 + 33);

// 2x2 by a kernel of 3: 4x4 at stride 1, 5x5 at stride 2.
using var one = new ConvTranspose2d(1, 1, 3);
Show("stride 1", one, [1, 1, 2, 2], [1, 1, 4, 4], 9 + 1);
using var two = new ConvTranspose2d(1, 1, 3, stride: 2);
Show("stride 2", two, [1, 1, 2, 2], [1, 1, 5, 5], 9 + 1);

// Three ways to double a size exactly. Only where the stride divides the kernel do all pixels get the same number of taps.
using var divides = new ConvTranspose2d(8, 4, 4, stride: 2, padding: 1);
Show("kernel 4, stride 2, padding 1", divides, [1, 8, 16, 16], [1, 4, 32, 32], 8 * 4 * 16 + 4);
using var smallest = new ConvTranspose2d(8, 4, 2, stride: 2);
Show("kernel 2, stride 2", smallest, [1, 8, 16, 16], [1, 4, 32, 32], 8 * 4 * 4 + 4);
using var added = new ConvTranspose2d(8, 4, 3, stride: 2, padding: 1, outputPadding: 1);
Show("kernel 3, stride 2, padding 1, output padding 1", added, [1, 8, 16, 16], [1, 4, 32, 32], 8 * 4 * 9 + 4);

// Prints what a layer makes, and stops where a claim does not hold.
static void Show(string name, Module layer, Shape input, Shape output, long parameters)
{
    using var scope = new TensorScope();
    Shape actual = layer.Forward(Tensor.Normal(input)).Shape;
    long count = layer.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"{name}: {input} -> {actual}, {count:N0} parameters");
    if (actual != output || count != parameters) throw new InvalidOperationException($"{name}: expected {output} and {parameters:N0} parameters");
}
