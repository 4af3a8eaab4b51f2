using System.Numerics;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Numbers that tests of lane operations run through: the corners of every type, then random ones.</summary>
internal static class LaneValues
{
    public static T[] Of<T>(int count, int seed)
        where T : unmanaged, INumberBase<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        var values = new List<T>();
        double[] corners =
        [
            0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 0.6, 0.63, -0.62, 3, 7, 9.5, -20, 31, 32, 33, 63, 64, 65, 88.9, 255, 256, 1e-8, 1e-40, -1e-40,
            16777217, 2147483520, 2147483647, 2147483648, -2147483648, -2147483649, 4294967295, 4294967296, 9.2e18, -9.3e18, 9223372036854775808,
            18446744073709551616.0, 1e20, -1e20, 1e38, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        ];
        foreach (double corner in corners) values.Add(T.CreateSaturating(corner));
        values.Add(T.MaxValue);
        values.Add(T.MinValue);
        while (values.Count < count)
        {
            double scale = Math.Pow(10, random.Next(-6, 20));
            values.Add(random.Next(3) switch
            {
                0 => T.CreateTruncating(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => T.CreateSaturating((random.NextDouble() - 0.5) * scale),
                _ => T.CreateSaturating((random.NextDouble() - 0.5) * 20),
            });
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
        return [.. values.Take(count)];
    }

    /// <summary>A few masks: all, none, one lane, all but one, alternate, random.</summary>
    public static bool[][] Masks(int lanes)
    {
        var random = new Random(3);
        return
        [
            Make(_ => true), Make(_ => false), Make(i => i == 0), Make(i => i == lanes - 1), Make(i => i < lanes - 1), Make(i => i % 2 == 1),
            Make(_ => random.Next(2) == 0), Make(_ => random.Next(2) == 0),
        ];

        bool[] Make(Func<int, bool> isActive) => [.. Enumerable.Range(0, lanes).Select(isActive)];
    }

    /// <summary>The distance of two numbers in units of the last place: 0 for equal bits and for two NaN.</summary>
    public static long UlpDistance<T>(T a, T b)
        where T : unmanaged, INumberBase<T>
    {
        if (T.IsNaN(a) || T.IsNaN(b)) return T.IsNaN(a) == T.IsNaN(b) ? 0 : long.MaxValue;
        (long x, long y) = (a, b) switch
        {
            (float f, float g) => (Order(BitConverter.SingleToInt32Bits(f), int.MinValue), Order(BitConverter.SingleToInt32Bits(g), int.MinValue)),
            (double f, double g) => (Order(BitConverter.DoubleToInt64Bits(f), long.MinValue), Order(BitConverter.DoubleToInt64Bits(g), long.MinValue)),
            _ => (a.Equals(b) ? 0 : long.MaxValue, 0),
        };
        return x > y ? x - y : y - x;
    }

    private static long Order(long bits, long lowest) => bits < 0 ? lowest - bits - 1 : bits;
}
