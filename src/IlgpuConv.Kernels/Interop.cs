namespace IlgpuConv.Kernels;

/// <summary>Reinterprets the bits of a number.</summary>
public static class Interop
{
    /// <summary>The bits of a <c>float</c>.</summary>
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <summary>The bits of a <c>double</c>.</summary>
    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>The <c>float</c> with the given bits.</summary>
    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    /// <summary>The <c>double</c> with the given bits.</summary>
    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);
}
