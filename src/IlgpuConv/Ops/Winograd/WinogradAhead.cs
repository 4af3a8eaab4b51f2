namespace IlgpuConv.Ops;

/// <summary>What the products of a sample ask for meanwhile: a share of what the next sample reads, which lies behind in memory.</summary>
/// <param name="First">Elements of a sample in the first tensor, or 0 where nothing is asked for.</param>
/// <param name="Second">Elements of a sample in the second tensor.</param>
/// <param name="FirstShare">Elements of the first tensor that each group of products asks for, whole lines.</param>
/// <param name="SecondShare">Elements of the second one.</param>
internal readonly record struct WinogradAhead(int First, int Second, int FirstShare, int SecondShare)
{
    private const int Line = 16;
    private const long LeastElements = 256 << 10;
    private const long MostElements = 512 << 10;

    /// <summary>The shares of so many groups; nothing where all samples together stay in the second cache, or one is more than it holds.</summary>
    public static WinogradAhead Of(long first, long second, int samples, int groups)
    {
        if ((first + second) * samples < LeastElements || first + second > MostElements) return default;
        int Share(long elements) => (int)((elements + ((long)groups * Line) - 1) / ((long)groups * Line)) * Line;
        return new((int)first, (int)second, Share(first), Share(second));
    }
}
