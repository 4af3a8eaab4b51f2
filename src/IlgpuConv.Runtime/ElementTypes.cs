using System.Runtime.CompilerServices;

namespace IlgpuConv.Runtime;

/// <summary>What is known of an <see cref="ElementType"/>: its size and its C# type.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element in bytes: 1, 4 or 8.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.UInt8 => 1,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        _ => 8,
    };

    /// <summary>The element type that <typeparamref name="T"/> is.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is none of float, double, int, uint, long, ulong, byte.</exception>
    public static ElementType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return ElementType.Float32;
        if (typeof(T) == typeof(double)) return ElementType.Float64;
        if (typeof(T) == typeof(int)) return ElementType.Int32;
        if (typeof(T) == typeof(uint)) return ElementType.UInt32;
        if (typeof(T) == typeof(long)) return ElementType.Int64;
        if (typeof(T) == typeof(ulong)) return ElementType.UInt64;
        if (typeof(T) == typeof(byte)) return ElementType.UInt8;
        throw new ArgumentException($"[buffer] an element is float, double, int, uint, long, ulong or byte. Got {typeof(T)}.");
    }

    internal static void Check<T>(ElementType type, [CallerArgumentExpression(nameof(type))] string name = "")
        where T : unmanaged
    {
        if (Of<T>() != type)
            throw new ArgumentException($"[buffer] elements must have the type of the view. Got {typeof(T).Name} for a view of {type}.", name);
    }
}
