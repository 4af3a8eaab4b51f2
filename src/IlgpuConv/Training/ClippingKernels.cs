namespace IlgpuConv.Training;

/// <summary>Limits of gradients.</summary>
internal static class ClippingKernels
{
    [Kernel]
    internal static void ByValue(ArrayView<float> g, int length, float largest)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length) g[i] = XMath.Clamp(g[i], -largest, largest);
    }
}
