namespace IlgpuConv.Runtime.Tests.KernelHelpers;

internal static class GroupReduceKernels
{
    /// <summary>Writes the sum and the maximum of each group's elements to all of its lanes.</summary>
    [Kernel]
    internal static void SumAndMax(ArrayView<float> x, ArrayView<float> sum, ArrayView<float> max, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        float value = i < length ? x[i] : 0f;
        float total = GroupReduce.Sum(value);
        float largest = GroupReduce.Max(i < length ? value : -1e30f);
        if (i >= length) return;
        sum[i] = total;
        max[i] = largest;
    }
}
