using System.Numerics;
using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <summary>Conversions of arrays at the border between the program and a device.</summary>
internal static class HostArrays
{
    /// <summary>Rounds every number to another type.</summary>
    public static TTo[] Convert<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        var result = new TTo[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = TTo.CreateSaturating(values[i]);
        return result;
    }

    public static TTo[] Convert<TFrom, TTo>(TFrom[] values)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo> => Convert<TFrom, TTo>((ReadOnlySpan<TFrom>)values);

    /// <summary>The bytes of <paramref name="value"/> as an element of <paramref name="type"/>.</summary>
    public static byte[] Bytes(double value, ElementType type) => type switch
    {
        ElementType.Float32 => BitConverter.GetBytes((float)value),
        ElementType.Float64 => BitConverter.GetBytes(value),
        ElementType.Int32 => BitConverter.GetBytes(int.CreateSaturating(value)),
        ElementType.Int64 => BitConverter.GetBytes(long.CreateSaturating(value)),
        _ => [byte.CreateSaturating(value)],
    };

    /// <summary>Elements in logical order to their places in memory.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> values, Span<T> memory, Layout layout)
        where T : unmanaged =>
        Scatter(values, memory, new LayoutWalk(layout));

    /// <summary>The same with a walk that is used again and again.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> values, Span<T> memory, LayoutWalk walk)
        where T : unmanaged
    {
        walk.Begin();
        for (int i = 0; i < values.Length; i += walk.Run)
        {
            for (int j = 0; j < walk.Run; j++) memory[(int)(walk.Address + j * walk.Step)] = values[i + j];
            walk.Next();
        }
    }

    /// <summary>Numbers in logical order, rounded, to their places, from element <paramref name="at"/> of a run on.</summary>
    /// <returns>The element of a run after the last.</returns>
    public static int Scatter(ReadOnlySpan<double> values, Span<float> memory, LayoutWalk walk, int at)
    {
        foreach (double value in values)
        {
            memory[(int)(walk.Address + at * walk.Step)] = (float)value;
            if (++at < walk.Run) continue;
            at = 0;
            walk.Next();
        }
        return at;
    }

    /// <summary>Elements from their places in memory to logical order.</summary>
    public static void Gather<T>(ReadOnlySpan<T> memory, Span<T> values, Layout layout)
        where T : unmanaged =>
        Gather(memory, values, new LayoutWalk(layout));

    /// <summary>The same with a walk that is used again and again.</summary>
    public static void Gather<T>(ReadOnlySpan<T> memory, Span<T> values, LayoutWalk walk)
        where T : unmanaged
    {
        walk.Begin();
        for (int i = 0; i < values.Length; i += walk.Run)
        {
            for (int j = 0; j < walk.Run; j++) values[i + j] = memory[(int)(walk.Address + j * walk.Step)];
            walk.Next();
        }
    }
}
