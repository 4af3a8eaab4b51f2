namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="RowNormKernels"/> takes.</summary>
internal readonly struct RowNormArgs(int rows, int columns, int pitch, int gradientPitch, bool isAffine)
{
    /// <summary>Rows that a group normalises.</summary>
    public const int StripRows = 8;

    private const int LeastSliceRows = 256;
    private const int MostSlices = 2048;

    public readonly int Rows = rows;
    public readonly int Columns = columns;

    /// <summary>Elements of the input from one row to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements of the output's gradient from one row to the next.</summary>
    public readonly int GradientPitch = gradientPitch;

    /// <summary>1 where there are weight and bias.</summary>
    public readonly int IsAffine = isAffine ? 1 : 0;

    /// <summary>Rows that a group sums in a gradient of weight and bias; it depends on the shape only.</summary>
    public readonly int SliceRows = SliceOf(rows);
    public readonly int Slices = (rows + SliceOf(rows) - 1) / SliceOf(rows);

    private static int SliceOf(int rows) => rows / MostSlices >= LeastSliceRows ? rows / MostSlices + 1 : LeastSliceRows;
}
