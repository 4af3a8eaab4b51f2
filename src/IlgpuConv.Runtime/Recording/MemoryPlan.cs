namespace IlgpuConv.Runtime;

/// <summary>
/// Places for buffers that live from one command to another, in as little memory as is found: the largest first, each in the tightest gap
/// between those that live at the same time (Pisarchyk and Lee 2020, greedy by size).
/// </summary>
internal sealed class MemoryPlan
{
    private const long Alignment = 64;
    private const long Spare = 64; // a full vector at the tail stays inside

    private MemoryPlan(long[] offsets, long bytes) => (Offsets, Bytes) = (offsets, bytes);

    /// <summary>The first byte of each buffer, a multiple of 64.</summary>
    public IReadOnlyList<long> Offsets { get; }

    /// <summary>The bytes of the whole.</summary>
    public long Bytes { get; }

    /// <summary>Plans places.</summary>
    /// <param name="lives">The first and last command that uses a buffer, and its bytes.</param>
    public static MemoryPlan Of(IReadOnlyList<(int First, int Last, long Bytes)> lives)
    {
        var offsets = new long[lives.Count];
        var placed = new List<int>();
        long total = 0;
        foreach (int next in Enumerable.Range(0, lives.Count).OrderByDescending(i => lives[i].Bytes).ThenBy(i => lives[i].First).ThenBy(i => i))
        {
            (int first, int last, long bytes) = lives[next];
            long size = Size(bytes), at = 0, best = -1, bestGap = long.MaxValue;
            foreach (int other in placed.Where(i => lives[i].First <= last && lives[i].Last >= first).OrderBy(i => offsets[i]))
            {
                long gap = offsets[other] - at;
                if (gap >= size && gap < bestGap) (best, bestGap) = (at, gap);
                at = Math.Max(at, offsets[other] + Size(lives[other].Bytes));
            }
            offsets[next] = best >= 0 ? best : at;
            total = Math.Max(total, offsets[next] + size);
            placed.Add(next);
        }
        return new MemoryPlan(offsets, total);
    }

    private static long Size(long bytes) => (bytes + Spare + Alignment - 1) / Alignment * Alignment;
}
