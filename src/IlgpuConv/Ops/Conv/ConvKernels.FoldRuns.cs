namespace IlgpuConv.Ops;

/// <content>
/// The second half of an input gradient of few channels: each position of dy has made a run of sums, one for each tap of a row and
/// channel, and the runs of neighbouring positions overlap.
/// </content>
internal static partial class ConvKernels
{
    // Grid: x elements between the starts of two runs, y rows.
    [Kernel]
    internal static void FoldRuns(ArrayView<float> runs, ArrayView<float> bias, ArrayView<float> y, FoldArgs a)
    {
        int step = a.Stride * a.Channels, q = Grid.IdxX * Group.DimX + Group.IdxX;
        int from = Grid.IdxY * a.Positions * a.Run, to = Grid.IdxY * a.Elements;
        if (q < step)
        {
            float b = 0f;
            if (a.Biased != 0) b = bias[q % a.Channels];
            for (int m = 0; m < a.Blocks; m++)
            {
                int element = m * step - a.Low * a.Channels;
                float sum = b;
                for (int t = 0; t < a.Overlaps; t++)
                {
                    int position = m - t;
                    if (position >= 0 && position < a.Positions)
                        sum += q + t * step < a.Run ? runs[from + position * a.Run + t * step + q] : 0f;
                }
                if (a.Activation != 0) sum = sum < 0f ? 0f : sum;
                if (a.Activation == 2) sum = sum > 6f ? 6f : sum;
                if (element + q >= 0 && element + q < a.Elements) y[to + element + q] = sum;
            }
        }
    }
}
