using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <summary>
/// What generated vector code of 16 lanes calls. Elements of 4 bytes lie in a <c>Vector512</c>.
/// A mask holds all ones in active lanes and zero in the others; what a result holds in inactive lanes is undefined unless stated.
/// </summary>
public static unsafe partial class Lanes16
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The lanes' numbers, 0 to 15.</summary>
    public static Vector512<int> Ids
    {
        [MethodImpl(Inline)]
        get => Vector512<int>.Indices;
    }

    /// <summary>Whether any lane is active.</summary>
    [MethodImpl(Inline)]
    public static bool Any(Vector512<int> mask) => mask != Vector512<int>.Zero;

    /// <summary>Whether every lane is active.</summary>
    [MethodImpl(Inline)]
    public static bool All(Vector512<int> mask) => mask == Vector512<int>.AllBitsSet;

    /// <summary><paramref name="a"/> in active lanes, <paramref name="b"/> in the others.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> Select<T>(Vector512<int> mask, Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.ConditionalSelect(mask.As<int, T>(), a, b);

    /// <summary>Every lane shifted to the left, by its own count modulo 32.</summary>
    [MethodImpl(Inline)]
    public static Vector512<int> ShiftLeft(Vector512<int> value, Vector512<int> count) =>
        Machine.ShiftLeft(value, (count & Vector512.Create(31)).AsUInt32());

    /// <inheritdoc cref="ShiftLeft(Vector512{int}, Vector512{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<uint> ShiftLeft(Vector512<uint> value, Vector512<int> count) =>
        Machine.ShiftLeft(value, (count & Vector512.Create(31)).AsUInt32());

    /// <summary>Every lane shifted to the right, with the sign for signed elements, by its own count modulo 32.</summary>
    [MethodImpl(Inline)]
    public static Vector512<int> ShiftRight(Vector512<int> value, Vector512<int> count) =>
        Machine.ShiftRight(value, (count & Vector512.Create(31)).AsUInt32());

    /// <inheritdoc cref="ShiftRight(Vector512{int}, Vector512{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<uint> ShiftRight(Vector512<uint> value, Vector512<int> count) =>
        Machine.ShiftRight(value, (count & Vector512.Create(31)).AsUInt32());

    /// <summary>The quotients of the active lanes; inactive lanes are not divided.</summary>
    /// <exception cref="DivideByZeroException">An active divisor is zero.</exception>
    [MethodImpl(Inline)]
    public static Vector512<int> Divide(Vector512<int> a, Vector512<int> b, Vector512<int> mask) => Machine.Divide(a, b, mask);

    /// <inheritdoc cref="Divide(Vector512{int}, Vector512{int}, Vector512{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<uint> Divide(Vector512<uint> a, Vector512<uint> b, Vector512<int> mask) => Machine.Divide(a, b, mask);

    /// <summary>The remainders of the active lanes; inactive lanes are not divided.</summary>
    /// <exception cref="DivideByZeroException">An active divisor is zero.</exception>
    [MethodImpl(Inline)]
    public static Vector512<int> Remainder(Vector512<int> a, Vector512<int> b, Vector512<int> mask) => a - (Machine.Divide(a, b, mask) * b);

    /// <inheritdoc cref="Remainder(Vector512{int}, Vector512{int}, Vector512{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<uint> Remainder(Vector512<uint> a, Vector512<uint> b, Vector512<int> mask) =>
        a - (Machine.Divide(a, b, mask) * b);
}
