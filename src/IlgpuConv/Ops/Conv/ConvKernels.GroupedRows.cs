namespace IlgpuConv.Ops;

/// <content>
/// Small groups with windows of 3x3: as in the depthwise rows, a group of lanes makes several rows at once from left to right, so that a
/// position's channels are loaded and permuted once for all sums that they belong to, and each vector of weights once for all rows. The filter lies
/// <c>[sample][vector of channels][tap, in the order of the source][source channel of the group][lane]</c>.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void GroupedRows2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        GroupedRows(x, w, bias, y, a, 4, 2);

    [Kernel]
    internal static void GroupedRows4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        GroupedRows(x, w, bias, y, a, 4, 4);

    [Kernel]
    internal static void GroupedRows8(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        GroupedRows(x, w, bias, y, a, 4, 8);

    // Grid: x channels, y strips of rows. A position belongs to three of each row that it reaches, whose sums take turns in the registers.
    private static void GroupedRows(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a, [Constant] int rows, [Constant] int block)
    {
        const int Taps = 3;
        int strip = Grid.IdxY % a.Strips, plane = Grid.IdxY / a.Strips, n = plane / a.D.Destination;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        if (channel < a.Channels)
        {
            int from = channel / block * block;
            int left = XMath.Min(a.W.Origin, a.W.Origin + (Taps - 1) * a.W.Dilation), top = XMath.Min(a.H.Origin, a.H.Origin + (Taps - 1) * a.H.Dilation);
            int filter = n * a.FilterBatch + Grid.IdxX * Taps * Taps * block * Group.DimX + Group.IdxX;
            // What the activation leaves of a sum lies between these.
            float least = a.Activation != 0 ? 0f : float.NegativeInfinity, most = a.Activation == 2 ? 6f : float.PositiveInfinity;
            float b = 0f;
            if (a.Biased != 0) b = bias[n * a.BiasBatch + channel];
            int line = a.W.Source * a.SourcePitch, targetLine = a.W.Destination * a.DestinationPitch;
            int last = XMath.Min((strip + 1) * a.StripRows, a.H.Destination);
            for (int row = strip * a.StripRows; row < last; row += rows)
            {
                int above = row + top;
                bool whole = above >= 0 && above + rows - 1 + Taps <= a.H.Source;
                int image = (plane * a.H.Source + above) * line, target = (plane * a.H.Destination + row) * targetLine + channel;
                var acc = new float[Taps * rows];
                var inside = new bool[rows + Taps - 1];
                for (int i = 0; i < rows + Taps - 1; i++) inside[i] = above + i >= 0 && above + i < a.H.Source;
                for (int i = 0; i < Taps * rows; i++) acc[i] = b;
                for (int p = 1 - Taps; p < a.W.Destination; p += Taps)
                {
                    int column = p + left + Taps - 1;
                    if (a.Prefetches != 0)
                    {
                        // What the rows after these read and write: the processor does not foresee it.
                        int lane = Grid.IdxX * Group.DimX;
                        int ahead = image + (rows + Taps - 1) * line + column * a.SourcePitch + lane;
                        int below = (plane * a.H.Destination + row + rows) * targetLine + p * a.DestinationPitch + lane;
                        for (int i = 0; i < rows; i++)
                            for (int u = 0; u < Taps; u++) Prefetch.Near(x, ahead + i * line + u * a.SourcePitch);
                        for (int i = 0; i < rows; i++)
                            for (int u = 0; u < Taps; u++) Prefetch.Near(y, below + i * targetLine + u * a.DestinationPitch);
                    }
                    for (int u = 0; u < Taps; u++)
                    {
                        if (column + u >= 0 && column + u < a.W.Source)
                        {
                            for (int c = 0; c < block; c++)
                            {
                                int at = image + (column + u) * a.SourcePitch + from + c;
                                var value = new float[rows + Taps - 1];
                                if (whole)
                                {
                                    for (int i = 0; i < rows + Taps - 1; i++) value[i] = x[at + i * line];
                                }
                                else
                                {
                                    for (int i = 0; i < rows + Taps - 1; i++) value[i] = inside[i] ? x[at + i * line] : 0f;
                                }
                                for (int m = 0; m < Taps; m++)
                                {
                                    for (int t = 0; t < Taps; t++)
                                    {
                                        float weight = w[filter + ((t * Taps + Taps - 1 - m) * block + c) * Group.DimX];
                                        for (int r = 0; r < rows; r++) acc[(u + m) % Taps * rows + r] += value[r + t] * weight;
                                    }
                                }
                            }
                        }
                        for (int r = 0; r < rows; r++)
                        {
                            float sum = acc[u * rows + r] < least ? least : acc[u * rows + r];
                            acc[u * rows + r] = sum > most ? most : sum;
                        }
                        if (p + u >= 0 && p + u < a.W.Destination)
                        {
                            for (int r = 0; r < rows; r++)
                                if (row + r < last) y[target + r * targetLine + (p + u) * a.DestinationPitch] = acc[u * rows + r];
                        }
                        for (int r = 0; r < rows; r++) acc[u * rows + r] = b;
                    }
                }
            }
        }
    }
}
