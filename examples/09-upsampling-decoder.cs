// A decoder from 7x7 maps to images of 56x56, upsampling in three ways that leave no checkerboard.
// Run it with: dotnet run examples/09-upsampling-decoder.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

// Resize, then convolve at stride 1: every pixel is made of the same number of taps.
using var resize = new ResizeConv2d(64, 32, 3, scale: 2, mode: ResizeMode.Linear);
Show("resize and convolution", resize, [1, 64, 7, 7], [1, 32, 14, 14], 32 * 64 * 9 + 32);

// Convolve to four phases, then shuffle them to pixels; equal first filters (ICNR) make it begin without a pattern.
using var shuffle = new SubPixelConv2d(32, 16, 3, factor: 2);
Show("sub-pixel convolution", shuffle, [1, 32, 14, 14], [1, 16, 28, 28], 4 * (16 * 32 * 9 + 16));

// A transposed convolution whose stride divides its kernel, and which begins as bilinear interpolation.
using var transposed = new ConvTranspose2d(16, 16, 4, stride: 2, padding: 1, groups: 16, hasBias: false);
UpsamplingWeights.Bilinear(transposed.Weight);
Show("bilinear transposed convolution", transposed, [1, 16, 28, 28], [1, 16, 56, 56], 16 * 16);

using var decoder = new Sequential(
    resize, new GroupNorm(8, 32), new Silu(), shuffle, new GroupNorm(4, 16), new Silu(), transposed, new Conv2d(16, 3, 3, padding: 1), new Sigmoid());
Show("decoder", decoder, [1, 64, 7, 7], [1, 3, 56, 56], 18_464 + 64 + 18_496 + 32 + 256 + 3 * 16 * 9 + 3);

// A constant input shows a checkerboard where there is one: away from the border the phases of the output should agree.
using var scope = new TensorScope();
double[] y = shuffle.Forward(Tensor.Full([1, 32, 8, 8], 1)).ToDoubles();
(double even, double odd) = (y[8 * 16 + 8], y[9 * 16 + 9]);
Console.WriteLine($"sub-pixel phases of a constant image: {even:0.000000} and {odd:0.000000}");
if (even != odd) throw new InvalidOperationException("the phases differ");

// Prints what a layer makes, and stops where a claim does not hold.
static void Show(string name, Module layer, Shape input, Shape output, long parameters)
{
    using var scope = new TensorScope();
    Shape actual = layer.Forward(Tensor.Normal(input)).Shape;
    long count = layer.Parameters().Sum(p => p.Value.Shape.Elements);
    Console.WriteLine($"{name}: {input} -> {actual}, {count:N0} parameters");
    if (actual != output || count != parameters) throw new InvalidOperationException($"{name}: expected {output} and {parameters:N0} parameters");
}
