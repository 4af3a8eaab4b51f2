namespace IlgpuConv.Ops;

/// <content>
/// Depthwise convolution with windows of 3x3 on maps that tiles of seven rows by two positions divide: a group goes along seven rows from tile to tile, and
/// in each over eight vectors of channels. Neighbouring vectors lie in neighbouring lines, which do not share a set of the first cache, and the next
/// tile reads half of its columns again from there. Lanes are channels, which whole vectors divide.
/// </content>
internal static partial class ConvKernels
{
    internal const int DepthwiseTileRows = 7;
    internal const int DepthwiseTileColumns = 2;
    internal const int DepthwiseTileVectors = 8;

    [Kernel]
    internal static void DepthwiseTiles3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseTiles(x, w, bias, y, a, DepthwiseTileRows, DepthwiseTileColumns, 3);

    // Grid: x channels, a lane for each eight vectors of them; y strips of rows. Of a tile's columns and rows only the outermost may lie outside.
    private static void DepthwiseTiles(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a,
        [Constant] int rows, [Constant] int columns, [Constant] int taps)
    {
        int strip = Grid.IdxY % a.Strips, plane = Grid.IdxY / a.Strips;
        int n = plane / a.D.Destination;
        // In an input gradient the taps run against the source: the leftmost column meets the last of them.
        int left = XMath.Min(a.W.Origin, a.W.Origin + (taps - 1) * a.W.Dilation), top = XMath.Min(a.H.Origin, a.H.Origin + (taps - 1) * a.H.Dilation);
        int tapW = a.W.Dilation < 0 ? taps - 1 : 0, tapH = a.H.Dilation < 0 ? taps - 1 : 0;
        int filter = n * a.FilterBatch + (tapH * taps + tapW) * a.FilterPitch, biases = n * a.BiasBatch;
        int stepW = a.W.Dilation * a.FilterPitch, stepH = a.H.Dilation * taps * a.FilterPitch;
        int pitch = a.SourcePitch, line = a.W.Source * pitch, targetPitch = a.DestinationPitch, targetLine = a.W.Destination * targetPitch;
        int row = strip * rows, above = row + top;
        bool upper = above >= 0, lower = above + rows + taps - 1 <= a.H.Source;
        int image = (plane * a.H.Source + above) * line + left * pitch, target = (plane * a.H.Destination + row) * targetLine;
        int from = Grid.IdxX * (DepthwiseTileVectors * Group.DimX), until = XMath.Min(from + DepthwiseTileVectors * Group.DimX, a.Channels);
        // What the activation leaves of a sum lies between these.
        float least = a.Activation != 0 ? 0f : float.NegativeInfinity, most = a.Activation == 2 ? 6f : float.PositiveInfinity;
        for (int p = 0; p < a.W.Destination; p += columns)
        {
            bool before = p + left >= 0, after = p + left + columns + taps - 1 <= a.W.Source;
            for (int first = from; first < until; first += Group.DimX)
            {
                var weight = new float[taps * taps];
                for (int i = 0; i < taps; i++)
                    for (int k = 0; k < taps; k++) weight[i * taps + k] = w[filter + first + Group.IdxX + i * stepH + k * stepW];
                float b = 0f;
                if (a.Biased != 0) b = bias[biases + first + Group.IdxX];
                var acc = new float[rows * columns];
                for (int i = 0; i < rows * columns; i++) acc[i] = b;
                for (int c = 0; c < columns + taps - 1; c++)
                {
                    bool inside = true;
                    if (c == 0) inside = before;
                    if (c == columns + taps - 2) inside = after;
                    if (inside)
                    {
                        for (int i = 0; i < rows + taps - 1; i++)
                        {
                            bool read = true;
                            if (i == 0) read = upper;
                            if (i == rows + taps - 2) read = lower;
                            if (read)
                            {
                                float value = x[image + first + Group.IdxX + i * line + c * pitch];
                                for (int r = 0; r < rows; r++)
                                {
                                    for (int q = 0; q < columns; q++)
                                    {
                                        if (i >= r && i < r + taps && c >= q && c < q + taps) acc[r * columns + q] += value * weight[(i - r) * taps + c - q];
                                    }
                                }
                            }
                        }
                    }
                }
                if (a.Activation != 0)
                {
                    for (int i = 0; i < rows * columns; i++)
                    {
                        float sum = acc[i] < least ? least : acc[i];
                        acc[i] = sum > most ? most : sum;
                    }
                }
                for (int r = 0; r < rows; r++)
                    for (int q = 0; q < columns; q++) y[target + first + Group.IdxX + r * targetLine + q * targetPitch] = acc[r * columns + q];
            }
            image += columns * pitch;
            target += columns * targetPitch;
        }
    }
}
