namespace IlgpuConv.Tensors;

/// <summary>
/// The extent of a pointwise kernel and where the elements of its views lie: up to four axes (outer, middle, row, column), lanes over
/// columns. A stride of 0 repeats an input along an axis.
/// </summary>
internal readonly struct RowShape
{
    /// <summary>Rows that one group works on.</summary>
    public const int RowsPerGroup = 16;

    public RowShape(ReadOnlySpan<int> sizes, ReadOnlySpan<long> y, ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        Middle = sizes[1];
        Rows = sizes[2];
        Columns = sizes[3];
        (YOuter, YMiddle, YRow, YColumn) = (checked((int)y[0]), (int)y[1], (int)y[2], (int)y[3]);
        (AOuter, AMiddle, ARow, AColumn) = (checked((int)a[0]), (int)a[1], (int)a[2], (int)a[3]);
        (BOuter, BMiddle, BRow, BColumn) = (checked((int)b[0]), (int)b[1], (int)b[2], (int)b[3]);
    }

    public readonly int Middle;
    public readonly int Rows;
    public readonly int Columns;
    public readonly int YOuter;
    public readonly int YMiddle;
    public readonly int YRow;
    public readonly int YColumn;
    public readonly int AOuter;
    public readonly int AMiddle;
    public readonly int ARow;
    public readonly int AColumn;
    public readonly int BOuter;
    public readonly int BMiddle;
    public readonly int BRow;
    public readonly int BColumn;
}
