namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Three stages of a chain over one workspace.</summary>
internal static class StageKernels
{
    [Kernel]
    internal static void Square(ArrayView<float> x, [Workspace] ArrayView<float> work, int width)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < width) work[Grid.IdxY * width + i] = x[(Grid.IdxZ * Grid.DimY + Grid.IdxY) * width + i] * x[Grid.IdxY];
    }

    [Kernel]
    internal static void Transpose([Workspace] ArrayView<float> work, int width, int height)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < height) work[width * height + Grid.IdxY * height + i] = work[i * width + Grid.IdxY] + Grid.IdxZ;
    }

    [Kernel]
    internal static void Collect([Workspace] ArrayView<float> work, ArrayView<float> r, int width, int height)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < height) r[(Grid.IdxZ * width + Grid.IdxY) * height + i] = work[(width + Grid.IdxY) * height + i];
    }
}
