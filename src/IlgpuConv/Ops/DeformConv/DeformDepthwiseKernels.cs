namespace IlgpuConv.Ops;

/// <summary>
/// The stages of a deformable convolution whose every channel has a filter of its own, in the place of products. Lanes are channels; the
/// workspace holds <c>[row][tap][channel]</c>.
/// </summary>
internal static class DeformDepthwiseKernels
{
    /// <summary><c>y[row, c] = bias[c] + Σ_t w[t, c] columns[row, t, c]</c>. Grid: x channels, y rows, z blocks.</summary>
    [Kernel]
    internal static void Sum(
        [Workspace] ArrayView<float> columns, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DeformDepthwiseArgs a)
    {
        int row = a.First + Grid.IdxZ * a.Step + Grid.IdxY;
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < a.Total)
        {
            int from = Grid.IdxY * a.Taps * a.Channels;
            if (c < a.Channels)
            {
                float sum = a.Biased != 0 ? bias[a.FirstChannel + c] : 0f;
                for (int t = 0; t < a.Taps; t++) sum += w[t * a.WeightPitch + a.FirstChannel + c] * columns[from + t * a.Channels + c];
                y[row * a.Pitch + a.FirstChannel + c] = sum;
            }
        }
    }

    /// <summary><c>columns[row, t, c] = w[t, c] dy[row, c]</c>. Grid: x channels, y rows, z blocks.</summary>
    [Kernel]
    internal static void Spread(ArrayView<float> dy, ArrayView<float> w, [Workspace] ArrayView<float> columns, DeformDepthwiseArgs a)
    {
        int row = a.First + Grid.IdxZ * a.Step + Grid.IdxY;
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < a.Total)
        {
            int to = Grid.IdxY * a.Taps * a.Channels;
            if (c < a.Channels)
            {
                float slope = dy[row * a.Pitch + c];
                for (int t = 0; t < a.Taps; t++) columns[to + t * a.Channels + c] = w[t * a.WeightPitch + c] * slope;
            }
        }
    }

    /// <summary><c>dw[slice, t, c] += Σ over rows of columns[row, t, c] dy[row, c]</c>. Grid: x channels, y taps, z slices.</summary>
    [Kernel]
    internal static void Weight([Workspace] ArrayView<float> columns, ArrayView<float> dy, ArrayView<float> dw, DeformDepthwiseArgs a)
    {
        int first = a.First + Grid.IdxZ * a.Step;
        int count = XMath.Min(a.Rows, a.Total - first);
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int to = (Grid.IdxZ * a.Taps + Grid.IdxY) * a.Channels;
        if (c < a.Channels)
        {
            float sum = a.Continues != 0 ? dw[to + c] : 0f;
            for (int row = 0; row < count; row++) sum += columns[(row * a.Taps + Grid.IdxY) * a.Channels + c] * dy[(first + row) * a.Pitch + c];
            dw[to + c] = sum;
        }
    }
}
