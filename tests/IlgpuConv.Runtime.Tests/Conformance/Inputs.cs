namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Seeded numbers for kernels.</summary>
internal static class Inputs
{
    /// <summary>Lengths with no lane, one lane, parts of a vector, full vectors and several groups.</summary>
    public static int[] Lengths { get; } = [0, 1, 5, 16, 31, 67];

    public static int[] Ints(int count, int low, int high, int seed = 1) => Make(count, seed, random => random.Next(low, high));

    public static int[] AnyInts(int count, int seed = 1) => Make(count, seed, random => (int)Any(random));

    public static uint[] AnyUInts(int count, int seed = 1) => Make(count, seed, random => (uint)Any(random));

    public static long[] AnyLongs(int count, int seed = 1) => Make(count, seed, Any);

    public static ulong[] AnyULongs(int count, int seed = 1) => Make(count, seed, random => (ulong)Any(random));

    public static byte[] Bytes(int count, int seed = 1) => Make(count, seed, random => (byte)random.Next(256));

    /// <summary>Floats from -<paramref name="limit"/> to <paramref name="limit"/>, some of them whole.</summary>
    public static float[] Floats(int count, double limit, int seed = 1) => Make(count, seed, random =>
    {
        float value = (float)(((random.NextDouble() * 2) - 1) * limit);
        return random.Next(4) == 0 ? MathF.Round(value) : value;
    });

    public static int[] Permutation(int count, int seed = 1)
    {
        int[] result = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(result);
        return result;
    }

    private static long Any(Random random) => random.Next(5) switch
    {
        0 => random.Next(-3, 4),
        1 => random.Next(2) == 0 ? int.MinValue : int.MaxValue,
        2 => random.Next(),
        _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
    };

    private static T[] Make<T>(int count, int seed, Func<Random, T> next)
    {
        var random = new Random(seed);
        var values = new T[count];
        for (int i = 0; i < count; i++) values[i] = next(random);
        return values;
    }
}
