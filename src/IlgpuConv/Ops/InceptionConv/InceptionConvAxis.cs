namespace IlgpuConv.Ops;

/// <summary>
/// One spatial axis as the tile kernel walks it: destination <c>a Divisor + phase</c> and tap t of dilation d meet source
/// <c>a Step + (phase + (t - Reach) Sign d) / Divisor</c> where that is whole. A forward steps by the stride; an input gradient divides by it.
/// </summary>
internal readonly record struct InceptionConvAxis(int Source, int Destination, int Taps, int Step, int Divisor, int Sign)
{
    /// <summary>Taps before the centre.</summary>
    public int Reach => Taps / 2;

    /// <summary>Destination positions of the longest phase.</summary>
    public int Rows => (Destination + Divisor - 1) / Divisor;
}
