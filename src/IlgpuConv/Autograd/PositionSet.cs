namespace IlgpuConv.Autograd;

/// <summary>Positions along an axis: whole numbers, kept as runs that neither meet nor touch, in order. It cannot be changed.</summary>
public sealed class PositionSet : IEquatable<PositionSet>
{
    private readonly (int First, int Last)[] _runs;

    private PositionSet((int First, int Last)[] runs) => _runs = runs;

    /// <summary>No position.</summary>
    public static PositionSet Empty { get; } = new([]);

    /// <summary>The runs, first and last position included.</summary>
    public IReadOnlyList<(int First, int Last)> Runs => _runs;

    /// <summary>Whether there is no position.</summary>
    public bool IsEmpty => _runs.Length == 0;

    /// <summary>The first position; 0 where there is none.</summary>
    public int First => IsEmpty ? 0 : _runs[0].First;

    /// <summary>The last position; -1 where there is none.</summary>
    public int Last => IsEmpty ? -1 : _runs[^1].Last;

    /// <summary>Positions from the first to the last, those between that are not in the set counted too.</summary>
    public int Span => Last - First + 1;

    /// <summary>The number of positions.</summary>
    public long Count => _runs.Sum(run => (long)run.Last - run.First + 1);

    /// <summary>Positions from <paramref name="first"/> to <paramref name="last"/>; none where the last comes before the first.</summary>
    public static PositionSet Range(int first, int last) => last < first ? Empty : new PositionSet([(first, last)]);

    /// <summary>The union of runs in any order.</summary>
    public static PositionSet Of(IEnumerable<(int First, int Last)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var merged = new List<(int First, int Last)>();
        foreach ((int first, int last) in runs.Where(run => run.First <= run.Last).OrderBy(run => run.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1L) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else merged.Add((first, last));
        }
        return new PositionSet([.. merged]);
    }

    /// <summary>Single positions in any order.</summary>
    public static PositionSet Of(IEnumerable<int> positions) => Of(positions.Select(position => (position, position)));

    /// <summary>What lies in one of the two.</summary>
    public PositionSet Union(PositionSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Contains(other) ? this : other.Contains(this) ? other : Of(_runs.Concat(other._runs));
    }

    /// <summary>The set moved by <paramref name="distance"/>.</summary>
    public PositionSet Shift(int distance) =>
        distance == 0 ? this : new PositionSet(Array.ConvertAll(_runs, run => (checked(run.First + distance), checked(run.Last + distance))));

    /// <summary>What lies within an axis of <paramref name="size"/> positions.</summary>
    public PositionSet Within(int size) => Of(_runs.Select(run => (Math.Max(run.First, 0), Math.Min(run.Last, size - 1))));

    /// <summary>Whether a position is in the set.</summary>
    public bool Contains(int position) => Array.Exists(_runs, run => run.First <= position && position <= run.Last);

    /// <summary>Whether all positions of another set are in this one.</summary>
    public bool Contains(PositionSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int at = 0;
        foreach ((int first, int last) in other._runs)
        {
            while (at < _runs.Length && _runs[at].Last < first) at++;
            if (at == _runs.Length || _runs[at].First > first || _runs[at].Last < last) return false;
        }
        return true;
    }

    /// <summary>The positions one by one.</summary>
    public IEnumerable<int> Positions() => _runs.SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1));

    /// <inheritdoc/>
    public bool Equals(PositionSet? other) => other is not null && _runs.AsSpan().SequenceEqual(other._runs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PositionSet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_runs.Length, First, Last);

    /// <summary>The runs, such as <c>-2..2, 5</c>.</summary>
    public override string ToString() =>
        IsEmpty ? "none" : string.Join(", ", _runs.Select(run => run.First == run.Last ? $"{run.First}" : $"{run.First}..{run.Last}"));
}
