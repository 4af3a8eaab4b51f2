namespace IlgpuConv.Ops;

// The channels of a pixel are contiguous; a group owns a strip of pixels, its lanes stride over the channels and meet over the group.
// The forward notes which channel won, so both adjoints are without comparisons of numbers.

/// <summary>Mean and maximum over channels in one pass, and the two maps that their derivatives are made of.</summary>
internal static class ChannelPoolKernels
{
    /// <summary><c>pair[p]</c> = the mean and the largest of pixel p, <c>winners[p]</c> = the first channel that holds the largest.</summary>
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> pair, ArrayView<int> winners, ChannelPoolArgs s)
    {
        int first = Grid.IdxY * ChannelPoolArgs.StripPixels;
        int end = XMath.Min(first + ChannelPoolArgs.StripPixels, s.Pixels);
        for (int p = first; p < end; p++)
        {
            int at = p * s.Pitch;
            float sum = 0f, best = float.NegativeInfinity;
            for (int c = Group.IdxX; c < s.Channels; c += Group.DimX)
            {
                float value = x[at + c];
                sum += value;
                best = value > best ? value : best;
            }
            float mean = GroupReduce.Sum(sum) / (float)s.Channels;
            float largest = GroupReduce.Max(best);
            float before = -(float)s.Channels;
            for (int c = Group.IdxX; c < s.Channels; c += Group.DimX)
            {
                float place = x[at + c] == largest ? -(float)c : before;
                before = place > before ? place : before;
            }
            float winner = -GroupReduce.Max(before);
            if (Group.IdxX == 0)
            {
                pair[p * s.PairPitch] = mean;
                pair[p * s.PairPitch + 1] = largest;
                winners[p] = XMath.Min((int)winner, s.Channels - 1);
            }
        }
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
        int first = Grid.IdxY * ChannelPoolArgs.StripPixels;
        int end = XMath.Min(first + ChannelPoolArgs.StripPixels, s.Pixels);
        for (int p = first; p < end; p++)
        {
            int at = p * s.Pitch;
            float sum = 0f;
            for (int c = Group.IdxX; c < s.Channels; c += Group.DimX) sum += x[at + c];
            float mean = GroupReduce.Sum(sum) / (float)s.Channels;
            if (Group.IdxX == 0)
            {
                pair[p * s.PairPitch] = mean;
                pair[p * s.PairPitch + 1] = x[at + winners[p]];
            }
        }
    }
}
