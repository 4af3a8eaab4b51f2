namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Two kernels over one grid, of which the second needs what the same group of the first has made.</summary>
internal static class FollowKernels
{
    [Kernel]
    internal static void Make(ArrayView<float> x, ArrayView<float> y, int width)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        int at = (Grid.IdxZ * Grid.DimY + Grid.IdxY) * width + i;
        if (i < width) y[at] = 2f * x[at] + Grid.IdxZ;
    }

    [Kernel]
    internal static void Use(ArrayView<float> x, ArrayView<float> y, int width)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        int at = (Grid.IdxZ * Grid.DimY + Grid.IdxY) * width + i;
        if (i < width) y[at] = 3f * y[at] - x[at];
    }
}
