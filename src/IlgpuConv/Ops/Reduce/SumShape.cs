namespace IlgpuConv.Ops;

/// <summary>The extent of a sum over rows.</summary>
internal readonly struct SumShape(int columns, int rows, int sliceRows, int slices, int xRow, int xOuter, int tail)
{
    public readonly int Columns = columns;
    public readonly int Rows = rows;
    public readonly int SliceRows = sliceRows;
    public readonly int Slices = slices;
    public readonly int XRow = xRow;
    public readonly int XOuter = xOuter;

    /// <summary>Columns of one more row that is not full.</summary>
    public readonly int Tail = tail;
}
