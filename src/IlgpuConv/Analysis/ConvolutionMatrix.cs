using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// A convolution of one image as the sparse matrix that it is: <c>vec(y) = C vec(x)</c>, where vec lays a tensor out channel by channel and row by row.
/// Along each axis C is a Toeplitz matrix: the same taps in every row, moved by the stride. Its transpose gives the gradient of the input,
/// <c>vec(dx) = Cᵀ vec(dy)</c>, and that is the transposed convolution with the same filter. For study: a matrix holds every tap at every place.
/// </summary>
/// <remarks>The other matrix of a convolution is im2col: <c>y = W col(x)</c> with <c>x.Unfold</c>, where W holds each tap once and col repeats the image.</remarks>
public sealed class ConvolutionMatrix
{
    /// <summary>The largest number of entries that a matrix may have.</summary>
    public const long Limit = 1 << 24;

    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly int[] _taps;
    private readonly double[] _weight;

    private ConvolutionMatrix(ConvShape shape, int[] starts, int[] columns, int[] taps, double[] weight)
    {
        Shape = shape;
        (_starts, _columns, _taps, _weight) = (starts, columns, taps, weight);
    }

    /// <summary>The sizes of the convolution.</summary>
    public ConvShape Shape { get; }

    /// <summary>The elements of the output, O H' W'.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>The elements of the input, I H W.</summary>
    public int Columns => checked((int)Shape.Input.Elements);

    /// <summary>The places where the matrix holds a tap; everywhere else it is 0.</summary>
    public int Entries => _columns.Length;

    /// <summary>The part of all places that hold a tap.</summary>
    public double Density => Rows == 0 || Columns == 0 ? 0 : (double)Entries / ((double)Rows * Columns);

    /// <summary>Makes the matrix of a 2-D convolution with zeros around the image.</summary>
    /// <param name="weight">The filter <c>[O, I/groups, kH, kW]</c>.</param>
    /// <param name="input">The shape of one image, <c>[1, I, H, W]</c>.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="inputDilation">Positions from one input to the next, with zeros between; 1 by default.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there is more than one image, or the matrix has more entries than <see cref="Limit"/>.</exception>
    public static ConvolutionMatrix Of(
        Tensor weight, Shape input, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1, Pair? inputDilation = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(input);
        ConvMovement[] movement = ConvPadding.Movement(
            "conv matrix", input, weight.Shape, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, (inputDilation ?? 1).Axes);
        ConvShape shape = ConvShape.Of("conv matrix", input, weight.Shape, null, movement, groups);
        if (shape.Batch != 1) throw new ArgumentException($"[conv matrix] a matrix is that of one image. Got input {input}.", nameof(input));
        if (shape.Output.Elements * shape.GroupIn * shape.Taps > Limit)
            throw new ArgumentException($"[conv matrix] a matrix has at most {Limit} entries. Got {shape.Output.Elements * shape.GroupIn * shape.Taps} for {shape}.", nameof(input));
        return Fill(shape, weight.ToDoubles());
    }

    /// <summary>The element of the filter, counted in the order of its shape, that stands at a place; -1 where the matrix is 0 for every filter.</summary>
    public int TapAt(int row, int column)
    {
        int at = Array.BinarySearch(_columns, _starts[row], _starts[row + 1] - _starts[row], column);
        return at < 0 ? -1 : _taps[at];
    }

    /// <summary>The entries of a row: their columns, in order, the elements of the filter, and the values.</summary>
    public IEnumerable<(int Column, int Tap, double Value)> Row(int row)
    {
        for (int at = _starts[row]; at < _starts[row + 1]; at++) yield return (_columns[at], _taps[at], _weight[_taps[at]]);
    }

    /// <summary><c>C x</c>: the convolution of an image laid out as a vector.</summary>
    /// <exception cref="ArgumentException">The vector does not have as many elements as there are columns.</exception>
    public double[] Multiply(ReadOnlySpan<double> x)
    {
        if (x.Length != Columns) throw new ArgumentException($"[conv matrix] the vector must have {Columns} elements, one a column. Got {x.Length}.", nameof(x));
        var y = new double[Rows];
        for (int row = 0; row < y.Length; row++)
            for (int at = _starts[row]; at < _starts[row + 1]; at++) y[row] += _weight[_taps[at]] * x[_columns[at]];
        return y;
    }

    /// <summary><c>Cᵀ y</c>: the gradient of the input for that of the output, which is the transposed convolution.</summary>
    /// <exception cref="ArgumentException">The vector does not have as many elements as there are rows.</exception>
    public double[] MultiplyTransposed(ReadOnlySpan<double> y)
    {
        if (y.Length != Rows) throw new ArgumentException($"[conv matrix] the vector must have {Rows} elements, one a row. Got {y.Length}.", nameof(y));
        var x = new double[Columns];
        for (int row = 0; row < y.Length; row++)
            for (int at = _starts[row]; at < _starts[row + 1]; at++) x[_columns[at]] += _weight[_taps[at]] * y[row];
        return x;
    }

    /// <summary>Sizes and density in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Rows} x {Columns}, {Entries} entries, {Density:P1} of all, each of {_weight.Length} taps at {(double)Entries / Math.Max(1, _weight.Length):0.#} places");

    private static ConvolutionMatrix Fill(ConvShape shape, double[] weight)
    {
        int rows = checked((int)shape.Output.Elements);
        var starts = new int[rows + 1];
        var columns = new List<int>();
        var taps = new List<int>();
        (ConvAxis down, ConvAxis across) = (shape.Axes[0], shape.Axes[1]);
        for (int row = 0; row < rows; row++)
        {
            int j = row % across.Output, i = row / across.Output % down.Output, o = row / (across.Output * down.Output);
            for (int c = 0; c < shape.GroupIn; c++)
            {
                int channel = o / shape.GroupOut * shape.GroupIn + c;
                for (int u = 0; u < down.Kernel; u++)
                {
                    for (int v = 0; v < across.Kernel; v++)
                    {
                        if (Position(down, i, u) is not { } y || Position(across, j, v) is not { } x) continue;
                        columns.Add((channel * down.Input + y) * across.Input + x);
                        taps.Add(((o * shape.GroupIn + c) * down.Kernel + u) * across.Kernel + v);
                    }
                }
            }
            starts[row + 1] = columns.Count;
        }
        return new ConvolutionMatrix(shape, starts, [.. columns], [.. taps], weight);
    }

    /// <summary>The input that a tap of an output reads, or null where that is a zero.</summary>
    private static int? Position(ConvAxis axis, int output, int tap)
    {
        int at = output * axis.Stride - axis.Low + tap * axis.Dilation;
        return at >= 0 && at % axis.InputDilation == 0 && at / axis.InputDilation < axis.Input ? at / axis.InputDilation : null;
    }
}
