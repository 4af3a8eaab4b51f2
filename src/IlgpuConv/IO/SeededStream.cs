namespace IlgpuConv.IO;

/// <summary>
/// Random numbers that repeat on every machine and .NET version: SplitMix64 started from a seed and the numbers that name the stream.
/// </summary>
/// <remarks>
/// Whatever is drawn depends only on its name (say seed, epoch, image), so there is no state to save and work may start anywhere.
/// Steele, Lea, Flood, <i>Fast splittable pseudorandom number generators</i>, OOPSLA 2014.
/// </remarks>
public struct SeededStream
{
    private ulong state;

    /// <summary>The stream named by <paramref name="seed"/> and <paramref name="name"/>.</summary>
    public SeededStream(long seed, params ReadOnlySpan<long> name)
    {
        state = Mix((ulong)seed + Golden);
        foreach (long part in name)
        {
            state = Mix(state ^ Mix((ulong)part + Golden));
        }
    }

    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(state += Golden);

    /// <summary>A whole number from 0 up to, not including, <paramref name="bound"/>, all equally likely.</summary>
    /// <exception cref="ArgumentException"><paramref name="bound"/> is below 1.</exception>
    public int Next(int bound)
    {
        if (bound < 1)
        {
            throw new ArgumentException($"[random] bound must be at least 1. Got {bound}.");
        }

        // Lemire's multiplication: the low words that would favour some results are drawn again.
        ulong threshold = unchecked(0UL - (ulong)bound) % (ulong)bound;
        while (true)
        {
            ulong high = Math.BigMul(Next(), (ulong)bound, out ulong low);
            if (low >= threshold)
            {
                return (int)high;
            }
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in a random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (int i = count - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
