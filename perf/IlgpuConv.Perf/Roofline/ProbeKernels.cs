namespace IlgpuConv.Perf;

/// <summary>Kernels that measure a device: what any launch costs, what its arithmetic and its memory do at most.</summary>
internal static class ProbeKernels
{
    [Kernel]
    internal static void Touch(ArrayView<float> x)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < 1) x[i] = 1f;
    }

    [Kernel]
    internal static void Copy(ArrayView<float> x, ArrayView<float> y, int lanes, int rows)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        int row = Grid.IdxY * 64;
        if (lane < lanes)
        {
            for (int i = 0; i < 64 && row + i < rows; i++) y[(row + i) * lanes + lane] = x[(row + i) * lanes + lane];
        }
    }

    /// <summary>Twelve chains of multiply-adds.</summary>
    [Kernel]
    internal static void MultiplyAdd(ArrayView<float> y, float f, int lanes, int steps)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        float a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f;
        for (int n = 0; n < steps; n++)
        {
            a = a * f + f;
            b = b * f + f;
            c = c * f + f;
            d = d * f + f;
            e = e * f + f;
            g = g * f + f;
            h = h * f + f;
            i = i * f + f;
            j = j * f + f;
            k = k * f + f;
            l = l * f + f;
            m = m * f + f;
        }
        if (lane < lanes) y[Grid.IdxY * lanes + lane] = a + b + c + d + e + g + h + i + j + k + l + m;
    }
}
