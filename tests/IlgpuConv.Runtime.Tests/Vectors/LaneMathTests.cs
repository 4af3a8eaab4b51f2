using System.Numerics;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Every operation on values agrees with the scalar one in every lane.</summary>
public abstract class LaneMathTests(int lanes)
{
    private const int Count = 1024;
    private readonly LaneProbe _probe = new(lanes);

    [Fact]
    public void Conversions_to_int_are_those_of_a_cast()
    {
        Unary<float, int>("ToInt32", x => (int)x);
        Unary<uint, int>("ToInt32", x => (int)x);
        Unary<double, int>("ToInt32", x => (int)x);
        Unary<long, int>("ToInt32", x => (int)x);
        Unary<ulong, int>("ToInt32", x => (int)x);
        Unary<float, uint>("ToUInt32", x => (uint)x);
        Unary<int, uint>("ToUInt32", x => (uint)x);
        Unary<double, uint>("ToUInt32", x => (uint)x);
        Unary<long, uint>("ToUInt32", x => (uint)x);
        Unary<ulong, uint>("ToUInt32", x => (uint)x);
    }

    [Fact]
    public void Conversions_to_long_are_those_of_a_cast()
    {
        Unary<float, long>("ToInt64", x => (long)x);
        Unary<double, long>("ToInt64", x => (long)x);
        Unary<int, long>("ToInt64", x => x);
        Unary<uint, long>("ToInt64", x => x);
        Unary<ulong, long>("ToInt64", x => (long)x);
        Unary<float, ulong>("ToUInt64", x => (ulong)x);
        Unary<double, ulong>("ToUInt64", x => (ulong)x);
        Unary<int, ulong>("ToUInt64", x => (ulong)x);
        Unary<uint, ulong>("ToUInt64", x => x);
        Unary<long, ulong>("ToUInt64", x => (ulong)x);
        Unary<int, long>("Widen", x => x);
        Unary<long, int>("Narrow", x => (int)x);
    }

    [Fact]
    public void Conversions_to_floating_point_round_once()
    {
        Unary<int, float>("ToFloat", x => x);
        Unary<uint, float>("ToFloat", x => x);
        Unary<double, float>("ToFloat", x => (float)x);
        Unary<long, float>("ToFloat", x => x);
        Unary<ulong, float>("ToFloat", x => x);
        Unary<float, double>("ToDouble", x => x);
        Unary<int, double>("ToDouble", x => x);
        Unary<uint, double>("ToDouble", x => x);
        Unary<long, double>("ToDouble", x => x);
        Unary<ulong, double>("ToDouble", x => x);
    }

    [Fact]
    public void Functions_agree_with_the_scalar_ones()
    {
        Unary<float, float>("Exp", MathF.Exp, 2);
        Unary<double, double>("Exp", Math.Exp, 2);
        Unary<float, float>("Log", MathF.Log, 2);
        Unary<double, double>("Log", Math.Log, 2);
        Unary<float, float>("Sin", MathF.Sin);
        Unary<double, double>("Sin", Math.Sin);
        Unary<float, float>("Cos", MathF.Cos);
        Unary<double, double>("Cos", Math.Cos);
        Unary<float, float>("Tanh", MathF.Tanh, 3);
        Unary<double, double>("Tanh", Math.Tanh, 3);
        Unary<float, float>("Sqrt", MathF.Sqrt);
        Unary<double, double>("Sqrt", Math.Sqrt);
        Unary<float, float>("Rsqrt", x => 1 / MathF.Sqrt(x));
        Unary<double, double>("Rsqrt", x => 1 / Math.Sqrt(x));
        Unary<float, float>("Floor", MathF.Floor);
        Unary<double, double>("Floor", Math.Floor);
        Unary<float, float>("Ceiling", MathF.Ceiling);
        Unary<double, double>("Ceiling", Math.Ceiling);
        Unary<float, float>("Abs", MathF.Abs);
        Unary<double, double>("Abs", Math.Abs);
        Unary<int, int>("Abs", x => x < 0 ? -x : x);
        Binary<float>("Pow", MathF.Pow);
        Binary<double>("Pow", Math.Pow);
    }

    [Fact]
    public void Exponentials_are_as_near_as_they_say_down_to_zero_and_up_to_infinity()
    {
        const int Steps = 1 << 14;
        float[] x = [.. Enumerable.Range(0, Steps).Select(i => -106 + (i * (198f / Steps)))];
        foreach (float[] chunk in x.Chunk(lanes))
        {
            float[] result = _probe.Call<float>("Exp", typeof(float), _probe.Pack(chunk));
            for (int i = 0; i < lanes; i++)
            {
                double exact = Math.Exp(chunk[i]), unit = exact > float.MaxValue ? 0 : MathF.BitIncrement((float)exact) - (double)(float)exact;
                bool isNear = exact > float.MaxValue ? float.IsPositiveInfinity(result[i]) : Math.Abs(result[i] - exact) <= 1.01 * unit;
                Assert.True(isNear, $"exp({chunk[i]:R}) must be {exact:R}, got {result[i]:R}, {Math.Abs(result[i] - exact) / unit:0.000} units off");
            }
        }
    }

    [Fact]
    public void Minimum_and_maximum_treat_NaN_and_zero_as_the_scalar_ones()
    {
        MinMax<float>(Math.Min, Math.Max);
        MinMax<double>(Math.Min, Math.Max);
        MinMax<int>(Math.Min, Math.Max);
        MinMax<uint>(Math.Min, Math.Max);
        MinMax<long>(Math.Min, Math.Max);
        MinMax<ulong>(Math.Min, Math.Max);
    }

    [Fact]
    public void Division_divides_the_active_lanes_only()
    {
        Divide<int>();
        Divide<uint>();
        Divide<long>();
        Divide<ulong>();
    }

    [Fact]
    public void Shifts_count_modulo_the_width()
    {
        Shift<int>((x, n) => x << n, (x, n) => x >> n);
        Shift<uint>((x, n) => x << n, (x, n) => x >> n);
        Shift<long>((x, n) => x << n, (x, n) => x >> n);
        Shift<ulong>((x, n) => x << n, (x, n) => x >> n);
    }

    [Fact]
    public void Masks_select_and_are_asked()
    {
        Assert.Equal(Enumerable.Range(0, lanes), _probe.Call<int>("get_Ids", typeof(int)));
        foreach (bool[] active in LaneValues.Masks(lanes))
        {
            object mask = _probe.Mask(active);
            Assert.Equal(active.Any(isActive => isActive), _probe.Invoke("Any", typeof(int), mask));
            Assert.Equal(active.All(isActive => isActive), _probe.Invoke("All", typeof(int), mask));
            Select<float>(active);
            Select<double>(active);
            Select<int>(active);
            Select<uint>(active);
            Select<long>(active);
            Select<ulong>(active);
            if (lanes == 16) continue;
            object comparison = _probe.Pack(Array.ConvertAll(active, isActive => BitConverter.Int64BitsToDouble(isActive ? -1 : 0)));
            Assert.Equal(Array.ConvertAll(active, isActive => isActive ? -1 : 0), _probe.Call<int>("MaskOf64", typeof(double), comparison));
        }
    }

    private unsafe bool IsAbsent<T>()
        where T : unmanaged => lanes == 16 && sizeof(T) == 8;

    private void Unary<TFrom, TTo>(string name, Func<TFrom, TTo> scalar, int ulps = 0)
        where TFrom : unmanaged, INumberBase<TFrom>, IMinMaxValue<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        if (IsAbsent<TFrom>() || IsAbsent<TTo>()) return;
        foreach (TFrom[] x in LaneValues.Of<TFrom>(Count, 1).Chunk(lanes))
        {
            TTo[] result = _probe.Call<TTo>(name, typeof(TFrom), _probe.Pack(x));
            for (int i = 0; i < lanes; i++)
                Assert.True(LaneValues.UlpDistance(scalar(x[i]), result[i]) <= ulps, $"{name}({x[i]:R}) must be {scalar(x[i]):R}, got {result[i]:R}");
        }
    }

    private void Binary<T>(string name, Func<T, T, T> scalar)
        where T : unmanaged, INumberBase<T>, IMinMaxValue<T>
    {
        if (IsAbsent<T>()) return;
        foreach ((T[] x, T[] y) in LaneValues.Of<T>(Count, 1).Chunk(lanes).Zip(LaneValues.Of<T>(Count, 2).Chunk(lanes)))
        {
            T[] result = _probe.Call<T>(name, typeof(T), _probe.Pack(x), _probe.Pack(y));
            for (int i = 0; i < lanes; i++)
            {
                T expected = scalar(x[i], y[i]);
                Assert.True(LaneValues.UlpDistance(expected, result[i]) == 0, $"{name}({x[i]:R}, {y[i]:R}) must be {expected:R}, got {result[i]:R}");
            }
        }
    }

    private void MinMax<T>(Func<T, T, T> min, Func<T, T, T> max)
        where T : unmanaged, INumberBase<T>, IMinMaxValue<T>
    {
        Binary("Min", min);
        Binary("Max", max);
    }

    private void Divide<T>()
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (IsAbsent<T>()) return;
        foreach ((T[] x, T[] y) in LaneValues.Of<T>(Count, 1).Chunk(lanes).Zip(LaneValues.Of<T>(Count, 2).Chunk(lanes)))
        {
            // The one quotient that does not fit is left out: a scalar division throws there.
            var active = new bool[lanes];
            for (int i = 0; i < lanes; i++) active[i] = y[i] != T.Zero && !(x[i] == T.MinValue && y[i] + T.One == T.Zero);
            T[] quotient = _probe.Call<T>("Divide", typeof(T), _probe.Pack(x), _probe.Pack(y), _probe.Mask(active));
            T[] remainder = _probe.Call<T>("Remainder", typeof(T), _probe.Pack(x), _probe.Pack(y), _probe.Mask(active));
            for (int i = 0; i < lanes; i++)
            {
                if (!active[i]) continue;
                Assert.Equal((x[i] / y[i], x[i] % y[i]), (quotient[i], remainder[i]));
            }
        }
        var zeros = _probe.Pack(new T[lanes]);
        foreach (string name in new[] { "Divide", "Remainder" })
        {
            _probe.Invoke(name, typeof(T), zeros, zeros, _probe.Mask(new bool[lanes]));
            Assert.Throws<DivideByZeroException>(() => _probe.Invoke(name, typeof(T), zeros, zeros, _probe.Mask([.. Enumerable.Repeat(true, lanes)])));
        }
    }

    private void Shift<T>(Func<T, int, T> left, Func<T, int, T> right)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (IsAbsent<T>()) return;
        foreach ((T[] x, int[] n) in LaneValues.Of<T>(Count, 1).Chunk(lanes).Zip(LaneValues.Of<int>(Count, 2).Chunk(lanes)))
        {
            Assert.Equal(x.Zip(n, left), _probe.Call<T>("ShiftLeft", typeof(T), _probe.Pack(x), _probe.Pack(n)));
            Assert.Equal(x.Zip(n, right), _probe.Call<T>("ShiftRight", typeof(T), _probe.Pack(x), _probe.Pack(n)));
        }
    }

    private void Select<T>(bool[] active)
        where T : unmanaged, INumberBase<T>
    {
        if (IsAbsent<T>()) return;
        T[] a = [.. Enumerable.Range(1, lanes).Select(T.CreateChecked)];
        T[] b = [.. Enumerable.Range(100, lanes).Select(T.CreateChecked)];
        T[] expected = [.. active.Select((isActive, i) => isActive ? a[i] : b[i])];
        Assert.Equal(expected, _probe.Call<T>("Select", typeof(T), _probe.Mask(active), _probe.Pack(a), _probe.Pack(b)));
    }
}

/// <summary>Groups of 4 lanes.</summary>
public sealed class LaneMath4Tests() : LaneMathTests(4);

/// <summary>Groups of 8 lanes.</summary>
public sealed class LaneMath8Tests() : LaneMathTests(8);

/// <summary>Groups of 16 lanes.</summary>
public sealed class LaneMath16Tests() : LaneMathTests(16);
