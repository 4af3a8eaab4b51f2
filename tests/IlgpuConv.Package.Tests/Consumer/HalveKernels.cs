namespace Consumer;

/// <summary>A kernel of the consumer's own, with a helper that the package ships as source.</summary>
internal static class HalveKernels
{
    [Kernel]
    internal static void HalveAndSum(ArrayView<float> x, ArrayView<float> y, ArrayView<float> sum, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        float half = i < length ? 0.5f * x[i] : 0f;
        float total = GroupReduce.Sum(half);
        if (i < length) y[i] = half;
        if (Group.IdxX == 0) sum[Grid.IdxX] = total;
    }
}
