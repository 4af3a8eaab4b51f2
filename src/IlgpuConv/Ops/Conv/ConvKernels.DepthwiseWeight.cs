namespace IlgpuConv.Ops;

/// <content>The weight gradient of depthwise convolution: lanes are input channels, a group owns nine taps and a slice of the rows.</content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void DepthwiseWeightGradient(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        DepthwiseWeight(x, dy, dw, a, 9, 1);

    [Kernel]
    internal static void DepthwiseWeightGradientMultiplied(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        DepthwiseWeight(x, dy, dw, a, 9, a.Out);

    // Grid: x channels, y tiles of taps, z numbers of the multiplier, slices, filters. Output channel c step + number.
    private static void DepthwiseWeight(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, in WeightGradientArgs a, [Constant] int tile, int step)
    {
        int z = Grid.IdxZ;
        int number = z % a.Out;
        z /= a.Out;
        int slice = z % a.Slices, filter = z / a.Slices;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        if (channel < a.Groups)
        {
            var acc = new float[tile];
            var offset = new long[tile];
            var tapD = new int[tile];
            var tapH = new int[tile];
            var tapW = new int[tile];
            int taps = a.Columns, firstTap = Grid.IdxY * tile;
            for (int t = 0; t < tile; t++)
            {
                int tap = XMath.Min(firstTap + t, taps - 1);
                tapW[t] = tap % a.W.Taps * a.W.Dilation;
                tapH[t] = tap / a.W.Taps % a.H.Taps * a.H.Dilation;
                tapD[t] = tap / a.W.Taps / a.H.Taps * a.D.Dilation;
                offset[t] = ((tapD[t] * a.H.Source + tapH[t]) * a.W.Source + tapW[t]) * a.InputPitch;
            }
            int row = slice * a.SliceRows;
            int stop = XMath.Min(row + a.SliceRows, a.Rows);
            while (row < stop)
            {
                int h = row % a.H.Destination, d = row / a.H.Destination % a.D.Destination;
                int n = filter * a.Images + row / a.H.Destination / a.D.Destination;
                int sd = d * a.D.Stride + a.D.Origin, sh = h * a.H.Stride + a.H.Origin;
                var inside = new bool[tile];
                bool rows = true;
                for (int t = 0; t < tile; t++)
                {
                    inside[t] = sd + tapD[t] >= 0 && sd + tapD[t] < a.D.Source && sh + tapH[t] >= 0 && sh + tapH[t] < a.H.Source;
                    rows = rows && inside[t];
                }
                int xRow = (((n * a.D.Source + sd) * a.H.Source + sh) * a.W.Source + a.W.Origin) * a.InputPitch + channel;
                int yRow = ((n * a.D.Destination + d) * a.H.Destination + h) * a.W.Destination * a.OutputPitch + channel * step + number;
                int lastTap = (a.W.Taps - 1) * a.W.Dilation;
                for (int i = 0; i < a.W.Destination; i++)
                {
                    int ix = i * a.W.Stride + a.W.Origin;
                    float value = dy[yRow + i * a.OutputPitch];
                    int at = xRow + i * a.W.Stride * a.InputPitch;
                    if (rows && ix >= 0 && ix + lastTap < a.W.Source)
                    {
                        for (int t = 0; t < tile; t++) acc[t] += x[at + offset[t]] * value;
                    }
                    else
                    {
                        for (int t = 0; t < tile; t++)
                            if (inside[t] && ix + tapW[t] >= 0 && ix + tapW[t] < a.W.Source) acc[t] += x[at + offset[t]] * value;
                    }
                }
                row++;
            }
            for (int t = 0; t < tile; t++)
            {
                if (firstTap + t < taps)
                    dw[((filter * a.Slices + slice) * taps + firstTap + t) * (a.Groups * a.Out) + channel * step + number] = acc[t];
            }
        }
    }
}
