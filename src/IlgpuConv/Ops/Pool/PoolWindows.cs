namespace IlgpuConv.Ops;

/// <summary>Which windows hold a place along one axis, for kernels.</summary>
internal static class PoolWindows
{
    /// <summary>The first window that reaches <paramref name="place"/>, which counts from the first place of the padding.</summary>
    internal static int First(int place, int kernel, int stride, int dilation)
    {
        int before = place - dilation * (kernel - 1);
        return before <= 0 ? 0 : (before + stride - 1) / stride;
    }

    /// <summary>The tap that lies <paramref name="distance"/> after the start of its window, or -1 where it falls between two.</summary>
    internal static int Tap(int distance, int dilation)
    {
        if (dilation == 1) return distance;
        int tap = distance / dilation;
        return tap * dilation == distance ? tap : -1;
    }

    /// <summary>Places of window <paramref name="window"/> that count: those inside, or with <paramref name="countsPadding"/> those in the padding too.</summary>
    internal static int Count(int window, int size, int kernel, int stride, int padding, int countsPadding)
    {
        int start = window * stride - padding;
        int end = XMath.Min(start + kernel, size + padding);
        return countsPadding != 0 ? end - start : XMath.Min(end, size) - XMath.Max(start, 0);
    }
}
