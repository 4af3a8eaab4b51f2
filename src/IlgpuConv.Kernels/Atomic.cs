namespace IlgpuConv.Kernels;

/// <summary>Atomic operations on integers in device or shared memory. There are none on floating-point numbers: their order would show.</summary>
public static class Atomic
{
    /// <summary>Adds <paramref name="value"/> to <paramref name="target"/> and returns what was there before.</summary>
    public static int Add(ref int target, int value) => Interlocked.Add(ref target, value) - value;

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static uint Add(ref uint target, uint value) => Interlocked.Add(ref target, value) - value;

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static long Add(ref long target, long value) => Interlocked.Add(ref target, value) - value;

    /// <inheritdoc cref="Add(ref int, int)"/>
    public static ulong Add(ref ulong target, ulong value) => Interlocked.Add(ref target, value) - value;
}
