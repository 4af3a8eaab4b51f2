namespace IlgpuConv.Ops;

/// <summary>The dilation of every output channel of an Inception convolution, as runs of neighbouring channels.</summary>
public sealed class DilationPattern
{
    /// <summary>Makes a pattern; runs without channels are left out, and neighbours with the same dilation are joined.</summary>
    /// <param name="runs">The runs in the order of the channels.</param>
    /// <exception cref="ArgumentException">A dilation is below 1, a number of channels negative, or there is no channel.</exception>
    public DilationPattern(params IEnumerable<DilationRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var joined = new List<DilationRun>();
        foreach (DilationRun run in runs)
        {
            if (run.Dilation.Height < 1 || run.Dilation.Width < 1 || run.Channels < 0)
                throw new ArgumentException($"[inception conv] dilations must be at least 1 and channels not negative. Got dilation {run.Dilation} for {run.Channels} channels.", nameof(runs));
            if (run.Channels == 0) continue;
            if (joined.Count > 0 && joined[^1].Dilation == run.Dilation) joined[^1] = run with { Channels = checked(joined[^1].Channels + run.Channels) };
            else joined.Add(run);
        }
        Runs = joined;
        Channels = joined.Aggregate(0, (sum, run) => checked(sum + run.Channels));
        if (Channels == 0) throw new ArgumentException("[inception conv] a pattern must have at least one channel. Got none.", nameof(runs));
    }

    /// <summary>The runs in the order of the channels.</summary>
    public IReadOnlyList<DilationRun> Runs { get; }

    /// <summary>All channels.</summary>
    public int Channels { get; }

    /// <summary>The dilation of each channel, one after the other.</summary>
    public IEnumerable<Pair> PerChannel => Runs.SelectMany(run => Enumerable.Repeat(run.Dilation, run.Channels));

    /// <summary>The pattern of channels whose dilations are given one by one.</summary>
    /// <exception cref="ArgumentException">A dilation is below 1, or there is no channel.</exception>
    public static DilationPattern Of(IEnumerable<Pair> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        return new DilationPattern(channels.Select(dilation => new DilationRun(dilation, 1)));
    }

    /// <summary>
    /// The order that puts channels of one dilation side by side, smaller dilations first: place i takes channel <c>SortedOrder()[i]</c>.
    /// </summary>
    public int[] SortedOrder()
    {
        Pair[] channels = [.. PerChannel];
        return [.. Enumerable.Range(0, Channels).OrderBy(c => channels[c].Height).ThenBy(c => channels[c].Width).ThenBy(c => c)];
    }

    /// <summary>The pattern after <see cref="SortedOrder"/>.</summary>
    public DilationPattern Sorted()
    {
        Pair[] channels = [.. PerChannel];
        return Of(SortedOrder().Select(c => channels[c]));
    }

    /// <summary>The runs, such as <c>(1, 1) x 42, (1, 2) x 5</c>.</summary>
    public override string ToString() => string.Join(", ", Runs.Select(run => $"{run.Dilation} x {run.Channels}"));
}
