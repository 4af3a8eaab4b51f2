namespace IlgpuConv.Analysis;

/// <summary>
/// What a machine can do at most: work of i operations a byte runs at no more than <c>min(peak, i x bandwidth)</c>. Source: Williams et al.,
/// "Roofline: An Insightful Visual Performance Model for Multicore Architectures" (2009).
/// </summary>
/// <param name="PeakFlops">Operations a second.</param>
/// <param name="Bandwidth">Bytes a second between memory and processor.</param>
public sealed record Roofline(double PeakFlops, double Bandwidth)
{
    /// <summary>Operations a byte above which arithmetic is the limit, not memory.</summary>
    public double Ridge => PeakFlops / Bandwidth;

    /// <summary>Operations a second that work of <paramref name="intensity"/> operations a byte can reach.</summary>
    public double Attainable(double intensity) => Math.Min(PeakFlops, intensity * Bandwidth);

    /// <summary>Seconds that work takes at least: <c>max(flops / peak, bytes / bandwidth)</c>.</summary>
    public double Seconds(double flops, double bytes) => Math.Max(flops / PeakFlops, bytes / Bandwidth);
}
