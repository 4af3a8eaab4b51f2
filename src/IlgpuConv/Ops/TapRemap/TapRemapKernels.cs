namespace IlgpuConv.Ops;

/// <summary>Filters whose taps are sums of other taps.</summary>
internal static class TapRemapKernels
{
    /// <summary><c>y[s, i] = Σ_t matrix[s, t] w[t, i]</c> for the elements i of a tap; a group owns a tap of y. What a tap has no part in is not read.</summary>
    [Kernel]
    internal static void Remap(ArrayView<float> w, ArrayView<float> matrix, ArrayView<float> y, int taps, int elements)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < elements)
        {
            float sum = 0f;
            for (int t = 0; t < taps; t++)
            {
                float part = matrix[Grid.IdxY * taps + t];
                if (part != 0f) sum += part * w[t * elements + i];
            }
            y[Grid.IdxY * elements + i] = sum;
        }
    }
}
