namespace IlgpuConv.Ops;

/// <content>
/// Depthwise convolution with a window of three or five along the width, whatever the other axes have: the taps of a row are constant, so each source column is loaded once and goes to
/// all positions that it belongs to. Lanes are channels; the width has taps that lie side by side and no phases.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void DepthwiseWindow3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseWindow(x, w, bias, y, a, 14, 3);

    [Kernel]
    internal static void DepthwiseWindow5(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseWindow(x, w, bias, y, a, 7, 5);

    // Grid: x channels, y parts of rows by strips of rows, z phases of depth and height. The rows of a strip share what they read.
    private static void DepthwiseWindow(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a,
        [Constant] int tile, [Constant] int taps)
    {
        int phaseH = Grid.IdxZ % a.H.Phases, phaseD = Grid.IdxZ / a.H.Phases;
        int part = Grid.IdxY % a.Parts, plane = Grid.IdxY / a.Parts;
        int strip = plane % a.Strips;
        plane /= a.Strips;
        int begin = part * a.PartPixels, end = XMath.Min(begin + a.PartPixels, a.W.Destination);
        int rowD = plane % a.D.Rows, n = plane / a.D.Rows;
        int outD = rowD * a.D.Phases + phaseD;
        if (outD >= a.D.Destination) return;
        int firstD = FirstTap(a.D, phaseD), firstH = FirstTap(a.H, phaseH);
        int startD = Start(a.D, rowD, phaseD, firstD);
        int tapsD = (a.D.Taps - firstD + a.D.TapStep - 1) / a.D.TapStep, tapsH = (a.H.Taps - firstH + a.H.TapStep - 1) / a.H.TapStep;
        // In an input gradient the taps run against the source: the leftmost column meets the last of them.
        int leftmost = a.W.Dilation < 0 ? a.W.Origin - (taps - 1) : a.W.Origin;
        int firstTap = a.W.Dilation < 0 ? (taps - 1) * a.FilterPitch : 0, tapPitch = a.W.Dilation * a.FilterPitch;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        if (channel < a.Channels)
        {
            int rowPitch = a.H.TapStep * taps * a.FilterPitch, planePitch = a.D.TapStep * a.H.Taps * taps * a.FilterPitch;
            int filter = n * a.FilterBatch + (firstD * a.H.Taps + firstH) * taps * a.FilterPitch + firstTap + channel;
            int line = a.W.Source * a.SourcePitch, rowStep = a.H.Dilation * line, planeStep = a.D.Dilation * a.H.Source * line;
            float b = 0f;
            if (a.Biased != 0) b = bias[n * a.BiasBatch + channel];
            int last = XMath.Min((strip + 1) * a.StripRows, (a.H.Destination - phaseH + a.H.Phases - 1) / a.H.Phases);
            for (int rowH = strip * a.StripRows; rowH < last; rowH++)
            {
                int startH = Start(a.H, rowH, phaseH, firstH);
                int image = ((n * a.D.Source + startD) * a.H.Source + startH) * line + channel;
                int target = ((n * a.D.Destination + outD) * a.H.Destination + rowH * a.H.Phases + phaseH) * a.W.Destination;
                for (int first = begin; first < end; first += tile)
                {
                    var acc = new float[tile];
                    var weight = new float[taps];
                    for (int p = 0; p < tile; p++) acc[p] = b;
                    int column = leftmost + first;
                    bool all = column >= 0 && column + tile - 1 + taps <= a.W.Source;
                    for (int i = 0; i < tapsD; i++)
                    {
                        int sd = startD + i * a.D.Dilation;
                        for (int j = 0; j < tapsH; j++)
                        {
                            int sh = startH + j * a.H.Dilation;
                            if (sd >= 0 && sd < a.D.Source && sh >= 0 && sh < a.H.Source)
                            {
                                int from = filter + i * planePitch + j * rowPitch;
                                for (int k = 0; k < taps; k++) weight[k] = w[from + k * tapPitch];
                                int at = image + i * planeStep + j * rowStep + column * a.SourcePitch;
                                if (all)
                                {
                                    for (int c = 0; c < tile - 1 + taps; c++)
                                    {
                                        float value = x[at + c * a.SourcePitch];
                                        for (int k = 0; k < taps; k++)
                                            if (c >= k && c - k < tile) acc[c - k] += value * weight[k];
                                    }
                                }
                                else
                                {
                                    for (int c = 0; c < tile - 1 + taps; c++)
                                    {
                                        bool inside = column + c >= 0 && column + c < a.W.Source;
                                        float value = inside ? x[at + c * a.SourcePitch] : 0f;
                                        for (int k = 0; k < taps; k++)
                                            if (c >= k && c - k < tile) acc[c - k] += value * weight[k];
                                    }
                                }
                            }
                        }
                    }
                    if (a.Activation != 0)
                    {
                        for (int p = 0; p < tile; p++) acc[p] = acc[p] < 0f ? 0f : acc[p];
                    }
                    if (a.Activation == 2)
                    {
                        for (int p = 0; p < tile; p++) acc[p] = acc[p] > 6f ? 6f : acc[p];
                    }
                    for (int p = 0; p < tile; p++)
                        if (first + p < a.W.Destination) y[(target + first + p) * a.DestinationPitch + channel] = acc[p];
                }
            }
        }
    }
}
