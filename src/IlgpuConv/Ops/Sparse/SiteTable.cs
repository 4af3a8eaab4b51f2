using System.Runtime.CompilerServices;

namespace IlgpuConv.Ops;

/// <summary>
/// From the key of a site to its number: open addressing over a power of two of at least twice the sites, from the place that splitmix64
/// gives. Slices of the keys are entered at the same time, each slot taken by one compare-and-swap; where a chain ends depends on who came
/// first, what is found never does.
/// </summary>
internal sealed class SiteTable
{
    private const int SliceSites = 8192;

    private readonly Slot[] _slots;
    private readonly int _mask;

    /// <summary>Enters the keys, which are at least 0 and differ from each other.</summary>
    public SiteTable(long[] keys)
    {
        long capacity = 16;
        while (capacity < 2L * keys.Length) capacity *= 2;
        _slots = new Slot[checked((int)capacity)];
        _mask = _slots.Length - 1;
        HostSlices.Run(keys.Length, SliceSites, (from, to) =>
        {
            for (int i = from; i < to; i++) Enter(keys[i], i);
        });
    }

    /// <summary>Places for keys.</summary>
    public int Capacity => _slots.Length;

    /// <summary>The number of the site with a key, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(long key)
    {
        Slot[] slots = _slots;
        for (int at = Place(key); ; at++)
        {
            ref Slot slot = ref slots[at & _mask & (slots.Length - 1)];
            if (slot.Key == key + 1) return slot.Number;
            if (slot.Key == 0) return -1;
        }
    }

    private void Enter(long key, int number)
    {
        for (int at = Place(key); ; at = (at + 1) & _mask)
        {
            ref Slot slot = ref _slots[at];
            if (Volatile.Read(ref slot.Key) != 0 || Interlocked.CompareExchange(ref slot.Key, key + 1, 0) != 0) continue;
            slot.Number = number;
            return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(long key)
    {
        ulong mixed = (ulong)key + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)(mixed ^ (mixed >> 31)) & _mask;
    }

    /// <summary>A key plus 1, so that memory of zeros is empty, and its number.</summary>
    private struct Slot
    {
        public long Key;
        public int Number;
    }
}
