using IlgpuConv.Runtime;

namespace IlgpuConv.Tensors;

/// <summary>The short names of element types.</summary>
public static class ElementTypeNames
{
    /// <summary>The short name: <c>f32</c>, <c>f64</c>, <c>i32</c>, <c>i64</c>, <c>u8</c>.</summary>
    public static string ShortName(this ElementType type) => type switch
    {
        ElementType.Float32 => "f32",
        ElementType.Float64 => "f64",
        ElementType.Int32 => "i32",
        ElementType.UInt32 => "u32",
        ElementType.Int64 => "i64",
        ElementType.UInt64 => "u64",
        _ => "u8",
    };

    /// <summary>The unit of the last place of <paramref name="value"/> in a floating-point type.</summary>
    public static double Ulp(this ElementType type, double value) =>
        type == ElementType.Float32 ? MathF.BitIncrement(MathF.Abs((float)value)) - MathF.Abs((float)value) : Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}
