using System.Runtime.CompilerServices;

namespace IlgpuConv.Tensors;

/// <summary>
/// Counter-based random numbers (Philox 4x32 with 10 rounds, Salmon et al. 2011): number i is a pure function of seed and i, so the
/// same seed gives the same numbers on every device and for any number of threads.
/// </summary>
public sealed class RandomGenerator
{
    private static readonly AsyncLocal<DrawLog?> s_log = new();

    private readonly Lock _lock = new();
    private ulong _position;

    /// <summary>Makes a generator that starts at <paramref name="position"/>.</summary>
    public RandomGenerator(ulong seed, ulong position = 0)
    {
        Seed = seed;
        _position = position;
    }

    /// <summary>The generator that is used where none is given; it starts with seed 0.</summary>
    public static RandomGenerator Default { get; } = new(0);

    /// <summary>The seed.</summary>
    public ulong Seed { get; private set; }

    /// <summary>Blocks of four numbers drawn so far. Seed and position are the whole state: save and restore both.</summary>
    public ulong Position
    {
        get
        {
            lock (_lock) return _position;
        }
    }

    /// <summary>Puts the generator where another one was.</summary>
    public void Restore(ulong seed, ulong position)
    {
        lock (_lock)
        {
            Seed = seed;
            _position = position;
        }
    }

    /// <summary>Reserves <paramref name="blocks"/> blocks of four numbers and says where they begin.</summary>
    public RandomDraw Draw(long blocks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        if (s_log.Value is { } log) return log.Next(() => Take(blocks));
        return Take(blocks);
    }

    /// <summary>The four numbers of block <paramref name="position"/> of <paramref name="seed"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint A, uint B, uint C, uint D) Block(ulong seed, ulong position)
    {
        uint a = (uint)position, b = (uint)(position >> 32), c = 0, d = 0;
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong first = 0xD2511F53ul * a, second = 0xCD9E8D57ul * c;
            (a, b, c, d) = ((uint)(second >> 32) ^ b ^ key0, (uint)second, (uint)(first >> 32) ^ d ^ key1, (uint)first);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }
        return (a, b, c, d);
    }

    /// <summary>Fills <paramref name="values"/> with numbers that are uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public void Uniform(Span<double> values, double low, double high) => Uniform(Draw((values.Length + 1) / 2), 0, values, low, high);

    /// <summary>Fills <paramref name="values"/> with normal numbers (Box and Muller).</summary>
    public void Normal(Span<double> values, double mean, double deviation) => Normal(Draw((values.Length + 1) / 2), 0, values, mean, deviation);

    /// <summary>The whole numbers from 0 to <paramref name="count"/> - 1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        RandomDraw draw = Draw((count + 1) / 2);
        for (int i = count - 1; i > 0; i--)
        {
            (double even, double odd) = Units(draw, i);
            int other = (int)(((i & 1) == 0 ? even : odd) * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    /// <summary>While the returned object lives, draws of this flow are kept, or given again when <paramref name="log"/> is replayed.</summary>
    internal static IDisposable Use(DrawLog log)
    {
        DrawLog? outer = s_log.Value;
        s_log.Value = log;
        return new Restorer(outer);
    }

    /// <summary>The uniform numbers of a draw from number <paramref name="first"/> on, which is even.</summary>
    internal static void Uniform(RandomDraw draw, long first, Span<double> values, double low, double high)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            (double even, double odd) = Units(draw, first + i);
            values[i] = low + (high - low) * even;
            if (i + 1 < values.Length) values[i + 1] = low + (high - low) * odd;
        }
    }

    /// <summary>The normal numbers of a draw from number <paramref name="first"/> on, which is even.</summary>
    internal static void Normal(RandomDraw draw, long first, Span<double> values, double mean, double deviation)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            (double even, double odd) = Units(draw, first + i);
            double radius = Math.Sqrt(-2 * Math.Log(1 - even)), angle = 2 * Math.PI * odd;
            values[i] = mean + deviation * radius * Math.Cos(angle);
            if (i + 1 < values.Length) values[i + 1] = mean + deviation * radius * Math.Sin(angle);
        }
    }

    private RandomDraw Take(long blocks)
    {
        lock (_lock)
        {
            ulong position = _position;
            _position += (ulong)blocks;
            return new RandomDraw(Seed, position);
        }
    }

    /// <summary>Numbers <paramref name="index"/> and its neighbour of a pair, the even one first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Even, double Odd) Units(RandomDraw draw, long index)
    {
        var (a, b, c, d) = Block(draw.Seed, draw.Position + (ulong)(index >> 1));
        return ((((ulong)a << 32 | b) >> 11) * (1.0 / (1ul << 53)), (((ulong)c << 32 | d) >> 11) * (1.0 / (1ul << 53)));
    }

    private sealed class Restorer(DrawLog? outer) : IDisposable
    {
        public void Dispose() => s_log.Value = outer;
    }
}
