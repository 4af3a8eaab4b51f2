// A convolution is a matrix: sparse and Toeplitz, its transpose the transposed convolution, and im2col the same product with the filter in front.
// Run it with: dotnet run examples/20-convolution-as-matrix.cs
#:project ../src/IlgpuConv/IlgpuConv.csproj

using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

// One row of six pixels and a filter of three taps: every row of C holds the filter, one place further.
Tensor taps = Tensor.FromDoubles([1, 2, 3], [1, 1, 1, 3], ElementType.Float64);
Print("C, a filter of 3 taps along 6 pixels", ConvolutionMatrix.Of(taps, [1, 1, 1, 6]));
Print("stride 2: every second row of it", ConvolutionMatrix.Of(taps, [1, 1, 1, 6], stride: 2));
Print("dilation 2: a hole between the taps", ConvolutionMatrix.Of(taps, [1, 1, 1, 6], dilation: 2));
Print("padding 1: rows that lose a tap over the edge", ConvolutionMatrix.Of(taps, [1, 1, 1, 6], padding: (0, 1)));

// A convolution of an image, with everything: 2 channels to 4 in 2 groups, stride 2, padding 1, dilation 2.
Tensor x = Tensor.Normal([1, 2, 7, 7], generator: new RandomGenerator(1), type: ElementType.Float64);
Tensor w = Tensor.Normal([4, 1, 3, 3], generator: new RandomGenerator(2), type: ElementType.Float64);
ConvolutionMatrix c = ConvolutionMatrix.Of(w, x.Shape, stride: 2, padding: 1, dilation: 2, groups: 2);
Console.WriteLine($"2 channels of 7x7 to 4: {c}");

// 1. C vec(x) is the convolution.
Tensor y = x.Conv2d(w, null, stride: 2, padding: 1, dilation: 2, groups: 2);
Same("C vec(x) = conv(x)", y.ToDoubles(), c.Multiply(x.ToDoubles()));

// 2. Its transpose takes a gradient of the output back to the input, and is what "transposed convolution" means.
Tensor dy = Tensor.Normal(y.Shape, generator: new RandomGenerator(3), type: ElementType.Float64);
Same("C' vec(dy) = convTranspose(dy)", dy.ConvTranspose2d(w, null, stride: 2, padding: 1, groups: 2, dilation: 2).ToDoubles(), c.MultiplyTransposed(dy.ToDoubles()));

// 3. im2col: the windows of the image as columns, so that the filter, a dense matrix now, stands in front.
Tensor columns = x.Unfold(3, dilation: 2, padding: 1, stride: 2), filter = w.Reshape([4, 9]);
Tensor first = filter.Slice(0, 0, 2).MatMul(columns.Slice(1, 0, 9).Reshape([9, columns.Shape[2]]));
Tensor second = filter.Slice(0, 2, 2).MatMul(columns.Slice(1, 9, 9).Reshape([9, columns.Shape[2]]));
Same("W col(x) = conv(x)", y.ToDoubles(), [.. first.ToDoubles(), .. second.ToDoubles()]);
Console.WriteLine($"col holds {columns.Shape.Elements} numbers for an image of {x.Shape.Elements}, C holds {c.Entries}, the filter {w.Shape.Elements}");

// Two pictures: a colour a tap, and the transpose with its values.
string folder = args.Length > 0 ? args[0] : Path.GetTempPath();
ConvolutionMatrix shown = ConvolutionMatrix.Of(Tensor.Normal([1, 1, 3, 3], generator: new RandomGenerator(4)), [1, 1, 6, 6], padding: 1);
PngFile.Write(Path.Combine(folder, "convolution-matrix.png"), MatrixPicture.ByTap(shown));
PngFile.Write(Path.Combine(folder, "transposed-matrix.png"), MatrixPicture.ByValue(shown, transposed: true));
Console.WriteLine($"pictures: convolution-matrix.png and transposed-matrix.png in {folder}");

static void Print(string title, ConvolutionMatrix matrix)
{
    Console.WriteLine($"{title}: {matrix.Rows} x {matrix.Columns}");
    for (int row = 0; row < matrix.Rows; row++)
    {
        Dictionary<int, double> entries = matrix.Row(row).ToDictionary(entry => entry.Column, entry => entry.Value);
        Console.WriteLine("  " + string.Join(" ", Enumerable.Range(0, matrix.Columns).Select(column => entries.TryGetValue(column, out double value) ? $"{value}" : ".")));
    }
}

// Stops where a claim does not hold.
static void Same(string claim, double[] expected, double[] actual)
{
    double error = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
    Console.WriteLine($"{claim}: largest difference {error:E1}");
    if (expected.Length != actual.Length || error > 1e-12) throw new InvalidOperationException($"{claim} does not hold");
}
