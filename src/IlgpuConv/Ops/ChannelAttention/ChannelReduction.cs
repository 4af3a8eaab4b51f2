namespace IlgpuConv.Ops;

/// <summary>The width of the hidden layer of an attention.</summary>
internal static class ChannelReduction
{
    /// <summary>
    /// <c>channels ratio</c> rounded to a multiple of <paramref name="divisor"/>, and at least that: timm's rule with round limit 0.
    /// </summary>
    /// <exception cref="ArgumentException">A number is not above 0, or the channels are below 1.</exception>
    public static int Of(string area, int channels, double ratio, int divisor, int? hidden = null)
    {
        if (channels < 1 || !(ratio > 0) || divisor < 1 || hidden < 1)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"[{area}] channels, ratio, divisor and hidden features must be above 0. Got {channels} channels, ratio {ratio}, divisor {divisor}, hidden {(hidden is null ? "none" : hidden)}."));
        }
        return hidden ?? Math.Max(divisor, (int)(channels * ratio + divisor / 2.0) / divisor * divisor);
    }
}
