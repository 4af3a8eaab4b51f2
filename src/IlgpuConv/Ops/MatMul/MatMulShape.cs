namespace IlgpuConv.Ops;

/// <summary>Sizes and strides of a matrix product, as its kernels take them.</summary>
internal readonly struct MatMulShape(
    int m, int n, int k, (int M, int K, int Batch) a, (int K, int Batch) b, (int M, int Batch) y, (int Count, int K, int Stride) slices, bool hasBias, bool rowsFirst)
{
    public readonly int M = m;
    public readonly int N = n;
    public readonly int K = k;
    public readonly int AM = a.M;
    public readonly int AK = a.K;
    public readonly int ABatch = a.Batch;
    public readonly int BK = b.K;
    public readonly int BBatch = b.Batch;
    public readonly int YM = y.M;
    public readonly int YBatch = y.Batch;
    public readonly int Slices = slices.Count;
    public readonly int SliceK = slices.K;
    public readonly int YSlice = slices.Stride;
    public readonly int HasBias = hasBias ? 1 : 0;

    /// <summary>1 where x of the grid is tiles of rows and y blocks of columns.</summary>
    public readonly int RowsFirst = rowsFirst ? 1 : 0;
}
