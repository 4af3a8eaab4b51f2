namespace IlgpuConv.Ops;

/// <content>
/// Images with so few channels that lanes over them would leave a vector all but empty: lanes run over the elements of a row, channels
/// of a position side by side. <c>y[e] = sum over taps t and shifts s of x[e + t C + s] w[t, s, e mod C]</c>, where s is 0 for channels
/// that are convolved each by itself, and -(C - 1) to C - 1 where all go into all. The filter and the bias come repeated to the length
/// of a block of vectors.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void ImageRows3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        ImageRows(x, w, bias, y, a, 3, false);

    [Kernel]
    internal static void ImageRows5(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        ImageRows(x, w, bias, y, a, 5, false);

    [Kernel]
    internal static void ImageRowsDense3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        ImageRows(x, w, bias, y, a, 3, true);

    [Kernel]
    internal static void ImageRowsDense5(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        ImageRows(x, w, bias, y, a, 5, true);

    /// <summary>
    /// Rows of the filter for the kernels above: <c>[shift][1 + tap][place]</c>. The first row of a shift is 1 where
    /// the channel of the place has a neighbour at that shift. Grid: x places, y shifts, z taps and the row before them.
    /// </summary>
    [Kernel]
    internal static void PackImage(ArrayView<float> w, ArrayView<float> packed, PackArgs a)
    {
        int shift = Grid.IdxY, row = Grid.IdxZ, tap = row - 1;
        int place = Grid.IdxX * Group.DimX + Group.IdxX;
        if (place < a.Width)
        {
            int o = place % a.Out, c = o + shift - (Grid.DimY - 1) / 2;
            float value = 0f;
            if (c >= 0 && c < a.Out)
            {
                value = 1f;
                if (tap >= 0)
                {
                    int kw = tap % a.TapsW, kh = tap / a.TapsW % a.TapsH, kd = tap / a.TapsW / a.TapsH;
                    value = w[kd * a.StrideD + kh * a.StrideH + kw * a.StrideW + c * a.StrideIn + o * a.StrideOut];
                }
            }
            packed[(shift * Grid.DimZ + row) * a.Width + place] = value;
        }
    }

    /// <summary><c>row[place] = bias[place mod channels]</c>.</summary>
    [Kernel]
    internal static void RepeatBias(ArrayView<float> bias, ArrayView<float> row, int channels, int width)
    {
        int place = Grid.IdxX * Group.DimX + Group.IdxX;
        if (place < width) row[place] = bias[place % channels];
    }

    // Grid: x one group, y rows, z parts of a row. Twelve vectors begin with the same channel whenever there are up to four of them.
    private static void ImageRows(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a, [Constant] int taps, [Constant] bool dense)
    {
        const int Vectors = 12;
        int row = Grid.IdxY;
        int outH = row % a.H.Destination;
        row /= a.H.Destination;
        int outD = row % a.D.Destination, n = row / a.D.Destination;
        int startD = outD * a.D.Stride + a.D.Origin, startH = outH * a.H.Stride + a.H.Origin;
        int source = a.W.Source * a.Channels, length = a.W.Destination * a.Channels;
        int target = ((n * a.D.Destination + outD) * a.H.Destination + outH) * length;
        int lane = Group.IdxX, block = Vectors * Group.DimX, shifts = dense ? 2 * a.Channels - 1 : 1;
        int rows = 1 + a.D.Taps * a.H.Taps * taps;
        // What the elements of a row read begins at low and ends before high beyond them.
        int step = a.W.Spread * a.Channels, origin = a.W.Origin * a.Channels, reach = dense ? a.Channels - 1 : 0;
        int low = origin + XMath.Min(0, (taps - 1) * step) - reach, high = origin + XMath.Max(0, (taps - 1) * step) + reach;
        int begin = Grid.IdxZ * a.PartPixels, end = XMath.Min(begin + a.PartPixels, length);
        for (int first = begin; first < end; first += block)
        {
            var acc = new float[Vectors];
            if (a.Biased != 0)
            {
                for (int v = 0; v < Vectors; v++) acc[v] = bias[v * Group.DimX + lane];
            }
            bool inside = first + low >= 0 && first + block + high <= source && first + block <= end;
            for (int s = 0; s < shifts; s++)
            {
                int at = first + origin + s - reach + lane;
                var keep = new bool[Vectors];
                for (int v = 0; v < Vectors; v++) keep[v] = !dense || w[s * rows * block + v * Group.DimX + lane] != 0f;
                for (int kd = 0; kd < a.D.Taps; kd++)
                {
                    int sd = startD + kd * a.D.Spread;
                    for (int kh = 0; kh < a.H.Taps; kh++)
                    {
                        int sh = startH + kh * a.H.Spread;
                        if (sd >= 0 && sd < a.D.Source && sh >= 0 && sh < a.H.Source)
                        {
                            int line = ((n * a.D.Source + sd) * a.H.Source + sh) * source;
                            int from = (s * rows + 1 + (kd * a.H.Taps + kh) * taps) * block + lane;
                            if (inside)
                            {
                                for (int kw = 0; kw < Unroll.Count(taps); kw++)
                                {
                                    for (int v = 0; v < Vectors; v++)
                                    {
                                        float value = x[line + at + kw * step + v * Group.DimX];
                                        if (dense) value = keep[v] ? value : 0f;
                                        acc[v] += value * w[from + kw * block + v * Group.DimX];
                                    }
                                }
                            }
                            else
                            {
                                for (int kw = 0; kw < taps; kw++)
                                {
                                    for (int v = 0; v < Vectors; v++)
                                    {
                                        // At the end of a row most vectors are inside all the same.
                                        int left = first + v * Group.DimX, right = left + Group.DimX;
                                        if (left + low >= 0 && right + high <= source && right <= end)
                                        {
                                            float value = x[line + at + kw * step + v * Group.DimX];
                                            if (dense) value = keep[v] ? value : 0f;
                                            acc[v] += value * w[from + kw * block + v * Group.DimX];
                                        }
                                        else if (left < end)
                                        {
                                            // A position is in the image where the element of the same channel is in the row.
                                            int i = at + kw * step + v * Group.DimX, own = i - s + reach;
                                            bool read = keep[v] && own >= 0 && own < source;
                                            float value = read ? x[line + i] : 0f;
                                            acc[v] += value * w[from + kw * block + v * Group.DimX];
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            if (a.Activation != 0)
            {
                for (int v = 0; v < Vectors; v++) acc[v] = acc[v] < 0f ? 0f : acc[v];
            }
            if (a.Activation == 2)
            {
                for (int v = 0; v < Vectors; v++) acc[v] = acc[v] > 6f ? 6f : acc[v];
            }
            for (int v = 0; v < Vectors; v++)
            {
                int e = first + v * Group.DimX + lane;
                if (e < end) y[target + e] = acc[v];
            }
        }
    }
}
