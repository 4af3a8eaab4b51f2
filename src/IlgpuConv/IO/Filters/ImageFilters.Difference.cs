using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <content>Circle and difference convolutions, with filters that show what they look at.</content>
public static partial class ImageFilters
{
    /// <summary>The mean over taps on circles instead of a square.</summary>
    public static ImageFilter Circle { get; } = Add(new("circle", "the mean of --size rings: circle convolution of equal taps, a disc where 'box' is a square", (x, options) =>
        OnEach(x, Equal(x, options.Size).RemapTaps(CircleTaps.Matrix(options.Size)))));

    /// <summary>The mean over a square.</summary>
    public static ImageFilter Box { get; } = Add(new("box", "the mean of a square of --size", (x, options) => OnEach(x, Equal(x, options.Size))));

    /// <summary>Central difference convolution of a Gaussian.</summary>
    public static ImageFilter CentralDifference { get; } = Add(new(
        "central-difference", "a Gaussian of --sigma and --size of the differences to the centre, --theta of them; 0 as grey", (x, options) =>
        {
            double[] line = Gaussian(options.Sigma, options.Size);
            double[] taps = [.. from row in line from column in line select row * column];
            return OnEach(x, Filters(x, options.Size, options.Size, taps).RemapTaps(DifferenceTaps.Central(options.Size, options.Theta)));
        }) { IsSigned = true });

    /// <summary>Cross central differences along rows and columns.</summary>
    public static ImageFilter CrossDifference { get; } = Add(new(
        "cross-difference", "the mean size of the differences to the neighbours beside and above",
        (x, options) => Differences(x, DifferenceTaps.Cross(Ops.CrossDifference.HorizontalVertical, options.Theta), 1, 5)));

    /// <summary>Cross central differences along diagonals.</summary>
    public static ImageFilter DiagonalDifference { get; } = Add(new(
        "diagonal-difference", "the mean size of the differences to the neighbours on the diagonals",
        (x, options) => Differences(x, DifferenceTaps.Cross(Ops.CrossDifference.Diagonal, options.Theta), 1, 5)));

    /// <summary>Angular pixel differences.</summary>
    public static ImageFilter AngularDifference { get; } = Add(new(
        "angular-difference", "the mean size of the differences around the ring of 3x3", (x, options) => Differences(x, DifferenceTaps.Angular(options.Theta), 3, 3)));

    /// <summary>Radial pixel differences.</summary>
    public static ImageFilter RadialDifference { get; } = Add(new(
        "radial-difference", "the mean size of the differences between the rings of 5x5 and 3x3", (x, options) => Differences(x, DifferenceTaps.Radial(options.Theta), 3, 3)));

    /// <summary>Local binary patterns.</summary>
    public static ImageFilter BinaryPattern { get; } = Add(new(
        "binary-pattern", "local binary patterns: which neighbours are at least the centre, as a number of 8 bits",
        (x, _) => x.Pad2d(1, PaddingMode.Replicate).LocalBinaryPattern().Div(255)));

    private static Tensor Equal(Tensor like, int size) => Filters(like, size, size, [.. Enumerable.Repeat(1.0 / (size * size), size * size)]);

    /// <summary>Each stored tap as a filter of its own; the mean of the sizes of all that are not always 0.</summary>
    private static Tensor Differences(Tensor x, TapMatrix matrix, int height, int width)
    {
        int taps = height * width, channels = x.Shape[1];
        double[] one = [.. Enumerable.Range(0, taps * taps).Select(i => i / taps == i % taps ? 1.0 : 0)];
        int seen = Enumerable.Range(0, taps).Count(tap => Enumerable.Range(0, matrix.Rows).Any(row => matrix[row, tap] != 0));
        Tensor each = Size(OnEach(x, Filters(x, height, width, one).RemapTaps(matrix)));
        Tensor sum = Tensor.FromDoubles([.. Enumerable.Repeat(1.0 / seen, channels * taps)], [channels, taps, 1, 1], x.Type, x.Device, MemoryOrder.Filter);
        return each.Conv2d(sum, groups: channels);
    }
}
