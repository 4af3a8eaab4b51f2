namespace IlgpuConv.Ops;

/// <summary>Sizes and strides of a product of two matrices whose rows are both contiguous, as its kernels take them.</summary>
internal readonly record struct DotProductShape(
    int M, int N, int K, int AM, int ABatch, int BN, int BBatch, int YM, int YN, int YBatch, int Slices, int SliceK, int YSlice);
