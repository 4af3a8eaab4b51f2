// Conv2d with its full parameter list, dilated, in groups, and 1x1.
// Run it with: dotnet run examples/05-conv2d.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

// PyTorch's nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1), groups=1, bias=True, padding_mode='zeros').
using var full = new Conv2d(
    inChannels: 16, outChannels: 33, kernel: (3, 5), stride: (2, 1), padding: (4, 2), dilation: (3, 1), groups: 1, hasBias: true,
    paddingMode: PaddingMode.Zeros);
Show("Conv2d, every parameter", full, [20, 16, 50, 100], [20, 33, 26, 100], 33 * 16 * 3 * 5 + 33);

// A filter of 3x3 at dilation 2 spans 5x5 and has the weights of 3x3; padding 2 keeps the size, without it 4 rows and columns are lost.
using var dilated = new Conv2d(3, 8, 3, padding: 2, dilation: 2);
Show("dilation 2, padding 2", dilated, [1, 3, 32, 32], [1, 8, 32, 32], 8 * 3 * 9 + 8);
using var cropped = new Conv2d(3, 8, 3, dilation: 2);
Show("dilation 2, no padding", cropped, [1, 3, 32, 32], [1, 8, 28, 28], 8 * 3 * 9 + 8);

// A stack of dilations: 2, 2, 2 would leave holes and is refused; 1, 2, 3 reads every pixel of 13x13.
Console.WriteLine(new HybridDilation(3, 2, 2, 2));
using var stack = new DilatedConvStack2d(3, 8, 3, [1, 2, 3]);
Console.WriteLine(stack.Dilation);
Show("dilations 1, 2, 3", stack, [1, 3, 32, 32], [1, 8, 32, 32], 8 * 3 * 9 + 8 + 2 * (8 * 8 * 9 + 8));

// 32 groups: each reads 2 channels and makes 4, so a filter has 2 input channels where the full one has 64.
using var grouped = new Conv2d(64, 128, 3, groups: 32);
Show("32 groups", grouped, [1, 64, 28, 28], [1, 128, 26, 26], 128 * 2 * 9 + 128);

// 1x1: a linear map of the channels, the same at every pixel.
using var pointwise = new Conv2d(256, 128, 1);
Show("1x1", pointwise, [1, 256, 14, 14], [1, 128, 14, 14], 128 * 256 + 128);

// Prints what a layer makes, and stops where a claim does not hold.
static void Show(string name, Module layer, Shape input, Shape output, long parameters)
{
    using var scope = new TensorScope();
    Shape actual = layer.Forward(Tensor.Normal(input)).Shape;
    long count = layer.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"{name}: {input} -> {actual}, {count:N0} parameters");
    if (actual != output || count != parameters) throw new InvalidOperationException($"{name}: expected {output} and {parameters:N0} parameters");
}
