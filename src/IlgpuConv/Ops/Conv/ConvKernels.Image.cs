namespace IlgpuConv.Ops;

/// <content>
/// Images with so few channels that lanes over them would leave a vector all but empty: lanes run over the elements of a row, channels of a
/// position side by side. <c>y[e] = sum over rows k and taps t of x[k, e + left + t step] w[k, t, e mod C]</c>: a tap is a position where
/// channels are convolved each by itself (step C), and an element where all go into all (step 1; the first and the last C - 1 exist for
/// some of the channels only). A group makes several rows together, so that what it loads of a source row serves all that it belongs to.
/// </content>
internal static partial class ConvKernels
{
    // Vectors whose channels are the same are `period` apart: 1 where a vector has whole positions, 3 for three channels.
    [Kernel]
    internal static void ImageRows3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ImageArgs a) =>
        ImageRows(x, w, bias, y, a, 4, 3, 2, 1);

    [Kernel]
    internal static void ImageRows5(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ImageArgs a) =>
        ImageRows(x, w, bias, y, a, 4, 5, 2, 1);

    [Kernel]
    internal static void ImageRows3Of3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ImageArgs a) =>
        ImageRows(x, w, bias, y, a, 4, 3, 2, 3);

    [Kernel]
    internal static void ImageRows5Of3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ImageArgs a) =>
        ImageRows(x, w, bias, y, a, 4, 5, 2, 3);

    /// <summary>Any height of the filter, stride and dilation of rows: one row at a time.</summary>
    [Kernel]
    internal static void ImageRow(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ImageArgs a) =>
        ImageRows(x, w, bias, y, a, 1, 1, 4, a.Period);

    /// <summary>
    /// The filter for the kernels above: <c>[rows of taps / high][tap of a row][vector of a period][row of high][lane]</c>. Behind the rows of
    /// a tap comes one that is 1 where the channel of the lane has it. Grid: x lanes of a period, y taps of a row, z rows and those behind them.
    /// </summary>
    [Kernel]
    internal static void PackImage(ArrayView<float> w, ArrayView<float> packed, ImagePackArgs a)
    {
        int tap = Grid.IdxY, k = Grid.IdxZ % (a.High + 1), row = Grid.IdxZ / (a.High + 1);
        int place = Grid.IdxX * Group.DimX + Group.IdxX;
        if (place < a.Lanes * a.Period)
        {
            // The element that the tap meets, counted from the first channel of the leftmost position.
            int o = place % a.Channels, element = o + tap * a.Step - a.Reach;
            int position = element / a.Channels, c = element % a.Channels, kw = position / a.Dilation;
            float value = 0f;
            if (element >= 0 && position % a.Dilation == 0 && kw < a.TapsW)
            {
                value = 1f;
                if (k < a.High)
                {
                    int kh = (row * a.High + k) % a.TapsH, kd = (row * a.High + k) / a.TapsH;
                    value = w[a.First + kd * a.StrideD + kh * a.StrideH + kw * a.StrideW + c * a.StrideIn + o * a.StrideOut];
                }
            }
            packed[(((row * Grid.DimY + tap) * a.Period + place / a.Lanes) * (a.High + 1) + k) * a.Lanes + place % a.Lanes] = value;
        }
    }

    /// <summary><c>row[place] = bias[place mod channels]</c>.</summary>
    [Kernel]
    internal static void RepeatBias(ArrayView<float> bias, ArrayView<float> row, int channels, int width)
    {
        int place = Grid.IdxX * Group.DimX + Group.IdxX;
        if (place < width) row[place] = bias[place % channels];
    }

    // Grid: x one group, y strips of rows, z parts of a row. Several rows and rows of taps lie side by side in the source.
    private static void ImageRows(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in ImageArgs a, [Constant] int rows, [Constant] int high,
        [Constant] int vectors, int period)
    {
        int strips = (a.H.Destination + rows - 1) / rows;
        int strip = Grid.IdxY % strips, plane = Grid.IdxY / strips;
        int outD = plane % a.D.Destination, n = plane / a.D.Destination;
        int row = strip * rows, last = XMath.Min(rows, a.H.Destination - row);
        int front = a.D.Origin + outD * a.D.Stride, top = a.H.Origin + row * a.H.Stride;
        int target = (plane * a.H.Destination + row) * a.Row;
        int lane = Group.IdxX, block = vectors * period * Group.DimX;
        int begin = Grid.IdxZ * a.Part, end = XMath.Min(begin + a.Part, a.Row);
        for (int first = begin; first < end; first += block)
        {
            bool within = first + a.Left >= 0 && first + block + a.Left + (a.Taps - 1) * a.Step <= a.SourceRow && first + block <= end;
            for (int phase = 0; phase < period; phase++)
            {
                int here = first + phase * Group.DimX;
                if (a.Prefetches != 0)
                {
                    // What the rows below read and write.
                    int below = ((n * a.D.Source + front) * a.H.Source + top + rows + high - 1) * a.SourceRow + here;
                    for (int i = 0; i < rows; i++)
                        for (int v = 0; v < vectors; v++) Prefetch.Near(x, below + i * a.SourceRow + v * period * Group.DimX);
                    for (int i = 0; i < rows; i++)
                        for (int v = 0; v < vectors; v++) Prefetch.Near(y, target + (rows + i) * a.Row + here + v * period * Group.DimX);
                }
                var acc = new float[rows * vectors];
                float b = 0f;
                if (a.Biased != 0) b = bias[phase * Group.DimX + lane];
                for (int i = 0; i < rows * vectors; i++) acc[i] = b;
                for (int kd = 0; kd < a.D.Taps; kd++)
                {
                    int sd = front + kd * a.D.Spread;
                    for (int kh = 0; kh < a.H.Taps; kh += high)
                    {
                        int sh = top + kh * a.H.Spread;
                        if (sd >= 0 && sd < a.D.Source)
                        {
                            var inside = new bool[rows + high - 1];
                            for (int i = 0; i < rows + high - 1; i++) inside[i] = sh + i >= 0 && sh + i < a.H.Source;
                            bool whole = within && sh >= 0 && sh + rows + high - 1 <= a.H.Source;
                            int line = ((n * a.D.Source + sd) * a.H.Source + sh) * a.SourceRow, at = here + a.Left + lane;
                            int filter = (kd * a.H.Taps + kh) / high * a.Taps * period + phase;
                            for (int t = 0; t < a.Taps; t++)
                            {
                                int from = (filter + t * period) * (high + 1) * Group.DimX + lane;
                                var weight = new float[high];
                                for (int k = 0; k < high; k++) weight[k] = w[from + k * Group.DimX];
                                if (whole && t >= a.Edge && t < a.Taps - a.Edge)
                                {
                                    for (int i = 0; i < rows + high - 1; i++)
                                    {
                                        for (int v = 0; v < vectors; v++)
                                        {
                                            float value = x[line + i * a.SourceRow + at + t * a.Step + v * period * Group.DimX];
                                            for (int r = 0; r < rows; r++)
                                                if (i >= r && i < r + high) acc[r * vectors + v] += value * weight[i - r];
                                        }
                                    }
                                }
                                else
                                {
                                    // An element of the row belongs to a position of the image.
                                    var read = new bool[vectors];
                                    bool exists = w[from + high * Group.DimX] != 0f;
                                    for (int v = 0; v < vectors; v++)
                                    {
                                        int element = at + t * a.Step + v * period * Group.DimX;
                                        read[v] = exists && element >= 0 && element < a.SourceRow;
                                    }
                                    for (int i = 0; i < rows + high - 1; i++)
                                    {
                                        if (inside[i])
                                        {
                                            for (int v = 0; v < vectors; v++)
                                            {
                                                float value = read[v] ? x[line + i * a.SourceRow + at + t * a.Step + v * period * Group.DimX] : 0f;
                                                for (int r = 0; r < rows; r++)
                                                    if (i >= r && i < r + high) acc[r * vectors + v] += value * weight[i - r];
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
                    for (int i = 0; i < rows * vectors; i++) acc[i] = acc[i] < 0f ? 0f : acc[i];
                }
                if (a.Activation == 2)
                {
                    for (int i = 0; i < rows * vectors; i++) acc[i] = acc[i] > 6f ? 6f : acc[i];
                }
                if (first + block <= end && last == rows)
                {
                    for (int r = 0; r < rows; r++)
                        for (int v = 0; v < vectors; v++) y[target + r * a.Row + here + v * period * Group.DimX + lane] = acc[r * vectors + v];
                }
                else
                {
                    for (int r = 0; r < rows; r++)
                    {
                        if (r < last)
                        {
                            for (int v = 0; v < vectors; v++)
                            {
                                int e = here + v * period * Group.DimX + lane;
                                if (e < end) y[target + r * a.Row + e] = acc[r * vectors + v];
                            }
                        }
                    }
                }
            }
        }
    }
}
