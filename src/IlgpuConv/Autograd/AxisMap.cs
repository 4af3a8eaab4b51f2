namespace IlgpuConv.Autograd;

/// <summary>
/// Which positions of an input's axis a position of an output's axis reads, as if neither had an end: output <c>q P + r</c>, for
/// <c>0 ≤ r &lt; P</c>, reads <c>q A + S_r</c>. The period P is above 1 where outputs differ in what they read, as behind a transposed
/// convolution or a resize; A / P is the jump, input positions from one output to the next. <see cref="All"/> reads every position there is.
/// </summary>
public sealed class AxisMap
{
    private readonly PositionSet[] _phases;

    private AxisMap(int advance, PositionSet[] phases, bool readsAll = false) => (Advance, _phases, ReadsAll) = (advance, phases, readsAll);

    /// <summary>Each position reads the one at its own place.</summary>
    public static AxisMap Identity { get; } = Shift(0);

    /// <summary>Each position reads all of the axis, whatever its length.</summary>
    public static AxisMap All { get; } = new(1, [PositionSet.Range(0, 0)], readsAll: true);

    /// <summary>P: after so many outputs the same pattern comes again.</summary>
    public int Period => _phases.Length;

    /// <summary>A: input positions from one pattern to the next.</summary>
    public int Advance { get; }

    /// <summary>Whether this is <see cref="All"/>.</summary>
    public bool ReadsAll { get; }

    /// <summary>Input positions from one output to the next, <c>A / P</c>.</summary>
    public double Jump => (double)Advance / Period;

    /// <summary>S of each of the P outputs.</summary>
    public IReadOnlyList<PositionSet> Phases => _phases;

    /// <summary>Output p reads <c>p + distance</c>.</summary>
    public static AxisMap Shift(int distance) => new(1, [PositionSet.Range(distance, distance)]);

    /// <summary>
    /// A filter: output p reads <c>(p stride - low + t dilation) / spread</c> for the taps t for which that is whole. A spread above 1 is an input
    /// with zeros between its elements; a transposed convolution has stride 1, the negative of its padding and of its dilation, and its stride as spread.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Taps, stride or spread are below 1.</exception>
    public static AxisMap Taps(int taps, int stride, int low, int dilation, int spread = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(taps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(spread, 1);
        int period = spread / Shared(stride, spread);
        var phases = new PositionSet[period];
        for (int r = 0; r < period; r++)
        {
            int first = checked(r * stride - low);
            phases[r] = PositionSet.Of(
                from t in Enumerable.Range(0, taps)
                let at = checked(first + t * dilation)
                where at % spread == 0
                select at / spread);
        }
        return new AxisMap(checked(stride * period / spread), phases);
    }

    /// <summary>Outputs in the proportion <c>inputs / outputs</c>: output r of the first <c>outputs / gcd</c> reads what <paramref name="reads"/> says.</summary>
    /// <param name="inputs">Positions of the input.</param>
    /// <param name="outputs">Positions of the output.</param>
    /// <param name="reads">First and last position that an output reads.</param>
    public static AxisMap Proportional(int inputs, int outputs, Func<int, (int First, int Last)> reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        int shared = Shared(inputs, outputs);
        return new AxisMap(inputs / shared, [.. Enumerable.Range(0, outputs / shared).Select(r => PositionSet.Of([reads(r)]))]);
    }

    /// <summary>What position <paramref name="output"/> reads.</summary>
    public PositionSet At(int output)
    {
        int cycle = (int)Math.Floor((double)output / Period);
        return _phases[output - cycle * Period].Shift(checked(cycle * Advance));
    }

    /// <summary>What is read through this map of values that read through <paramref name="inner"/>.</summary>
    public AxisMap After(AxisMap inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (ReadsAll || inner.ReadsAll) return All;
        int together = checked(Advance / Shared(Advance, inner.Period) * inner.Period), cycles = together / Advance;
        var phases = new PositionSet[Period * cycles];
        for (int i = 0; i < phases.Length; i++)
        {
            int start = i / Period * Advance;
            phases[i] = PositionSet.Of(_phases[i % Period].Positions().SelectMany(middle => inner.At(start + middle).Runs));
        }
        return new AxisMap(checked(inner.Advance * (together / inner.Period)), phases);
    }

    /// <summary>Whether every position reads here at least what it reads in <paramref name="other"/>; false where the jumps differ.</summary>
    public bool Contains(AxisMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReadsAll || other.ReadsAll) return ReadsAll == other.ReadsAll;
        if ((long)Advance * other.Period != (long)other.Advance * Period) return false;
        int period = Period / Shared(Period, other.Period) * other.Period;
        return Enumerable.Range(0, period).All(p => At(p).Contains(other.At(p)));
    }

    /// <summary>What is read through one of the two.</summary>
    /// <exception cref="ArgumentException">Their jumps differ.</exception>
    public AxisMap Union(AxisMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReadsAll || other.ReadsAll) return All;
        if ((long)Advance * other.Period != (long)other.Advance * Period)
            throw new ArgumentException($"[axis map] only maps of one jump can be joined. Got jumps {Advance}/{Period} and {other.Advance}/{other.Period}.", nameof(other));
        int times = other.Period / Shared(Period, other.Period);
        return new AxisMap(Advance * times, [.. Enumerable.Range(0, Period * times).Select(p => At(p).Union(other.At(p)))]);
    }

    /// <summary>The pattern in one line.</summary>
    public override string ToString() => ReadsAll ? "all" : $"{Advance}/{Period}: {string.Join(" | ", _phases.Select(phase => phase.ToString()))}";

    internal static int Shared(int a, int b) => b == 0 ? a : Shared(b, a % b);
}
