namespace IlgpuConv.Ops;

/// <summary>
/// One spatial axis as the tile kernels walk it, for the forward and the input gradient alike. Destination y and tap t meet source
/// <c>(y S + Origin + t Spread) / Divisor</c> where that is whole. Destinations <c>y = a Phases + phase</c> of one phase meet the same
/// taps, <c>t = first, first + TapStep, ...</c>; tap number j reads <c>a Stride + (Origin + phase PhaseStep + first Spread) / Divisor + j Dilation</c>.
/// In a forward S is the stride and the divisor the input dilation; in an input gradient it is the other way round, with negative spread.
/// </summary>
internal readonly record struct GatherAxis(
    int Source, int Destination, int Taps, int Stride, int Origin, int Phases, int PhaseStep, int Divisor, int Spread, int TapStep, int Dilation)
{
    /// <summary>Destination positions of the longest phase.</summary>
    public int Rows => (Destination + Phases - 1) / Phases;

    /// <summary>The part of the pairs of positions and taps that meet the source.</summary>
    public double Inside
    {
        get
        {
            if (Divisor > 1) return 1;
            long met = 0;
            for (int tap = 0; tap < Taps; tap++)
            {
                // Positions y with 0 <= y Stride + from < Source.
                long from = Origin + ((long)tap * Spread), first = Math.Max(0, (-from + Stride - 1) / Stride);
                met += Math.Max(0, Math.Min(Destination, (Source - from + Stride - 1) / Stride) - first);
            }
            return met / Math.Max(1.0, (double)Destination * Taps);
        }
    }

    /// <summary>The axis of a forward: position y reads <c>(y stride - low + t dilation) / input dilation</c> where that is whole.</summary>
    public static GatherAxis Forward(ConvAxis axis) =>
        Of(axis.Input, axis.Output, axis.Kernel, axis.Stride, -axis.Low, axis.InputDilation, axis.Dilation);

    /// <summary>The axis of an input gradient: position x reads <c>(x input dilation + low - t dilation) / stride</c> where that is whole.</summary>
    public static GatherAxis InputGradient(ConvAxis axis) =>
        Of(axis.Output, axis.Input, axis.Kernel, axis.InputDilation, axis.Low, axis.Stride, -axis.Dilation);

    /// <summary>The same where destinations are neighbours, with the taps in the order of the source: the first reads the least position.</summary>
    public GatherAxis Ascending() => this with { Origin = Origin + Math.Min(0, (Taps - 1) * Spread), Spread = Math.Abs(Spread) };

    private static GatherAxis Of(int source, int destination, int taps, int step, int origin, int divisor, int spread)
    {
        int byStep = Common(divisor, step), byTap = Common(divisor, Math.Abs(spread));
        return new(
            source, destination, taps, step / byStep, origin, divisor / byStep, step, divisor, spread, divisor / byTap, spread / byTap);
    }

    private static int Common(int a, int b) => b == 0 ? a : Common(b, a % b);
}
