namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Arguments whose products and sums are exact in float, so that contraction changes nothing.</summary>
internal static class Inputs
{
    public static float[] Floats(int n, int seed = 1) => Fill(n, seed, r => (float)r.Next(-8, 9));

    public static int[] Ints(int n, int seed = 2) => Fill(n, seed, r => r.Next(-20, 21));

    public static uint[] UInts(int n, int seed = 3) => Fill(n, seed, r => (uint)r.NextInt64(0, 1L << 32));

    public static long[] Longs(int n, int seed = 4) => Fill(n, seed, r => r.NextInt64(-1000000, 1000000));

    public static ulong[] ULongs(int n, int seed = 5) => Fill(n, seed, r => (ulong)r.NextInt64());

    public static byte[] Bytes(int n, int seed = 6) => Fill(n, seed, r => (byte)r.Next(256));

    private static T[] Fill<T>(int n, int seed, Func<Random, T> next)
    {
        var random = new Random(seed);
        var values = new T[n];
        for (int i = 0; i < n; i++) values[i] = next(random);
        return values;
    }
}
