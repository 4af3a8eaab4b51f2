namespace IlgpuConv.Ops;

/// <content>
/// The weight gradient of depthwise convolution with the commonest windows: the taps of a row are constant, so each source column is loaded
/// once and meets all numbers of dy that it belongs to, which stay in registers. Lanes are channels; a group owns up to three rows of taps
/// and a slice of the rows.
/// </content>
internal static partial class ConvKernels
{
    private const int DepthwiseTapRows = 3;

    [Kernel]
    internal static void DepthwiseWeightWindow3(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        DepthwiseWeightWindow(x, dy, dw, a, 14, 3, 1);

    /// <summary>For rows that 14 positions do not divide well.</summary>
    [Kernel]
    internal static void DepthwiseWeightWindow3Narrow(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        DepthwiseWeightWindow(x, dy, dw, a, 7, 3, 1);

    [Kernel]
    internal static void DepthwiseWeightWindow3Stride2(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        DepthwiseWeightWindow(x, dy, dw, a, 7, 3, 2);

    [Kernel]
    internal static void DepthwiseWeightWindow5(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        DepthwiseWeightWindow(x, dy, dw, a, 7, 5, 1);

    [Kernel]
    internal static void DepthwiseWeightWindow5Stride2(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        DepthwiseWeightWindow(x, dy, dw, a, 7, 5, 2);

    // Grid: x channels, y rows of taps three at a time, planes of taps, z slices, filters.
    private static void DepthwiseWeightWindow(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, in WeightGradientArgs a, [Constant] int tile, [Constant] int taps, [Constant] int stride)
    {
        int slice = Grid.IdxZ % a.Slices, filter = Grid.IdxZ / a.Slices;
        int parts = (a.H.Taps + DepthwiseTapRows - 1) / DepthwiseTapRows;
        int tapD = Grid.IdxY / parts, firstTapH = (Grid.IdxY - tapD * parts) * DepthwiseTapRows;
        int rowPitch = a.W.Source * a.InputPitch, rowStep = a.H.Dilation * rowPitch;
        int lastColumn = a.W.Source - 1;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        if (channel < a.Groups)
        {
            var acc = new float[DepthwiseTapRows * taps];
            var inside = new bool[DepthwiseTapRows];
            int row = slice * a.SliceRows;
            int stop = XMath.Min(row + a.SliceRows, a.Rows);
            while (row < stop)
            {
                int h = row % a.H.Destination, d = row / a.H.Destination % a.D.Destination;
                int n = filter * a.Images + row / a.H.Destination / a.D.Destination;
                int sd = d * a.D.Stride + a.D.Origin + tapD * a.D.Dilation, sh = h * a.H.Stride + a.H.Origin + firstTapH * a.H.Dilation;
                bool plane = sd >= 0 && sd < a.D.Source;
                bool all = plane;
                for (int r = 0; r < DepthwiseTapRows; r++)
                {
                    int ih = sh + r * a.H.Dilation;
                    inside[r] = plane && firstTapH + r < a.H.Taps && ih >= 0 && ih < a.H.Source;
                    all = all && inside[r];
                }
                int xRow = ((n * a.D.Source + sd) * a.H.Source + sh) * rowPitch + a.W.Origin * a.InputPitch;
                int yRow = ((n * a.D.Destination + d) * a.H.Destination + h) * a.W.Destination * a.OutputPitch;
                for (int first = 0; first < a.W.Destination; first += tile)
                {
                    var value = new float[tile];
                    int left = a.W.Destination - first;
                    for (int p = 0; p < tile; p++) value[p] = p < left ? dy[yRow + p * a.OutputPitch + channel] : 0f;
                    int column = a.W.Origin + first * stride;
                    if (a.Prefetches != 0)
                    {
                        // The next row of the same channels, on which no other row leads the processor.
                        int lane = Grid.IdxX * Group.DimX;
                        for (int p = 0; p < tile; p++) Prefetch.Near(dy, yRow + (a.W.Destination + p) * a.OutputPitch + lane);
                        for (int r = 0; r < stride; r++)
                            for (int p = 0; p < tile * stride; p++) Prefetch.Near(x, xRow + DepthwiseTapRows * rowStep + r * rowPitch + (p + taps / 2) * a.InputPitch + lane);
                    }
                    bool whole = all && column >= 0 && column + (tile - 1) * stride + taps <= a.W.Source;
                    int at = xRow;
                    if (whole)
                    {
                        for (int c = 0; c < (tile - 1) * stride + taps; c++)
                        {
                            for (int r = 0; r < DepthwiseTapRows; r++)
                            {
                                float source = x[at + r * rowStep + channel];
                                for (int k = 0; k < taps; k++)
                                    if (c >= k && (c - k) % stride == 0 && c - k < tile * stride) acc[r * taps + k] += source * value[(c - k) / stride];
                            }
                            at += a.InputPitch;
                        }
                    }
                    else
                    {
                        for (int c = 0; c < (tile - 1) * stride + taps; c++)
                        {
                            if (column + c >= 0 && column + c <= lastColumn)
                            {
                                for (int r = 0; r < DepthwiseTapRows; r++)
                                {
                                    if (inside[r])
                                    {
                                        float source = x[at + r * rowStep + channel];
                                        for (int k = 0; k < taps; k++)
                                            if (c >= k && (c - k) % stride == 0 && c - k < tile * stride) acc[r * taps + k] += source * value[(c - k) / stride];
                                    }
                                }
                            }
                            at += a.InputPitch;
                        }
                    }
                    xRow += tile * stride * a.InputPitch;
                    yRow += tile * a.OutputPitch;
                }
                row++;
            }
            int to = (((filter * a.Slices + slice) * a.D.Taps + tapD) * a.H.Taps + firstTapH) * taps * a.Groups + channel;
            for (int r = 0; r < DepthwiseTapRows; r++)
            {
                if (firstTapH + r < a.H.Taps)
                {
                    for (int k = 0; k < taps; k++) dw[to + (r * taps + k) * a.Groups] = acc[r * taps + k];
                }
            }
        }
    }
}
