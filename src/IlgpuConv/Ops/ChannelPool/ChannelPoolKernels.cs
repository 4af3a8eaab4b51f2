namespace IlgpuConv.Ops;

// Lanes over pixels, each going through its channels: gathers, but no sums over a group, which take three times as long (64 channels on `cpu`).
// A gather reads a line of each pixel, which a processor does not foresee: a group asks for the pixels of the next one.
// The forward notes which channel won, so both adjoints are without comparisons of numbers.

/// <summary>Mean and maximum over channels in one pass, and the two maps that their derivatives are made of.</summary>
internal static class ChannelPoolKernels
{
    /// <summary><c>pair[p]</c> = the mean and the largest of pixel p, <c>winners[p]</c> = the first channel that holds the largest.</summary>
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> pair, ArrayView<int> winners, ChannelPoolArgs s)
    {
        int p = Grid.IdxX * Group.DimX + Group.IdxX;
        PrefetchNext(x, s);
        if (p < s.Pixels)
        {
            int at = p * s.Pitch;
            float sum = x[at], best = sum;
            int winner = 0;
            for (int c = 1; c < s.Channels; c++)
            {
                float value = x[at + c];
                sum += value;
                // The last comparison is true for a number that is not one: it wins and stays visible.
                bool wins = value > best || !(value <= float.PositiveInfinity);
                winner = wins ? c : winner;
                best = wins ? value : best;
            }
            pair[p * s.PairPitch] = sum / (float)s.Channels;
            pair[p * s.PairPitch + 1] = best;
            winners[p] = winner;
        }
    }

    private static void PrefetchNext(ArrayView<float> x, in ChannelPoolArgs s)
    {
        int next = (Grid.IdxX + 1) * Group.DimX;
        for (int q = 0; q < Group.DimX; q++)
            for (int c = 0; c < s.Channels; c += 16) Prefetch.Near(x, (next + q) * s.Pitch + c);
    }

    /// <summary><c>dx[p, c] = dpair[p, 0] / C</c>, and to the winner <c>dpair[p, 1]</c> too; lanes over channels.</summary>
    [Kernel]
    internal static void Scatter(ArrayView<float> dpair, ArrayView<int> winners, ArrayView<float> dx, ChannelPoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * ChannelPoolArgs.StripPixels;
        int end = XMath.Min(first + ChannelPoolArgs.StripPixels, s.Pixels);
        float share = 1f / (float)s.Channels;
        if (c < s.Channels)
        {
            for (int p = first; p < end; p++)
            {
                float mean = dpair[p * s.PairPitch] * share;
                float largest = dpair[p * s.PairPitch + 1];
                dx[p * s.Pitch + c] = winners[p] == c ? mean + largest : mean;
            }
        }
    }

    /// <summary><c>pair[p]</c> = the mean of pixel p, and its number at the channel that once won.</summary>
    [Kernel]
    internal static void Select(ArrayView<float> x, ArrayView<int> winners, ArrayView<float> pair, ChannelPoolArgs s)
    {
        int p = Grid.IdxX * Group.DimX + Group.IdxX;
        PrefetchNext(x, s);
        if (p < s.Pixels)
        {
            int at = p * s.Pitch;
            float sum = 0f;
            for (int c = 0; c < s.Channels; c++) sum += x[at + c];
            pair[p * s.PairPitch] = sum / (float)s.Channels;
            pair[p * s.PairPitch + 1] = x[at + winners[p]];
        }
    }
}
