using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <summary>
/// What generated vector code of 8 lanes calls. Elements of 4 bytes lie in a <c>Vector256</c> and those of 8 bytes in a <c>Vector512</c>.
/// A mask holds all ones in active lanes and zero in the others; what a result holds in inactive lanes is undefined unless stated.
/// </summary>
public static unsafe partial class Lanes8
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The lanes' numbers, 0 to 7.</summary>
    public static Vector256<int> Ids
    {
        [MethodImpl(Inline)]
        get => Vector256<int>.Indices;
    }

    /// <summary>Whether any lane is active.</summary>
    [MethodImpl(Inline)]
    public static bool Any(Vector256<int> mask) => mask != Vector256<int>.Zero;

    /// <summary>Whether every lane is active.</summary>
    [MethodImpl(Inline)]
    public static bool All(Vector256<int> mask) => mask == Vector256<int>.AllBitsSet;

    /// <summary><paramref name="a"/> in active lanes, <paramref name="b"/> in the others.</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> Select<T>(Vector256<int> mask, Vector256<T> a, Vector256<T> b)
        where T : unmanaged => Vector256.ConditionalSelect(mask.As<int, T>(), a, b);

    /// <inheritdoc cref="Select{T}(Vector256{int}, Vector256{T}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static Vector512<T> Select<T>(Vector256<int> mask, Vector512<T> a, Vector512<T> b)
        where T : unmanaged => Vector512.ConditionalSelect(Machine.Widen(mask).As<long, T>(), a, b);

    /// <summary>The mask of a comparison of 8-byte elements: the low half of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> MaskOf64<T>(Vector512<T> comparison)
        where T : unmanaged => Machine.Narrow(comparison.As<T, long>());

    /// <summary>The low halves.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> Narrow(Vector512<long> value) => Machine.Narrow(value);

    /// <summary>The numbers with their signs extended, so that a mask stays a mask.</summary>
    [MethodImpl(Inline)]
    public static Vector512<long> Widen(Vector256<int> value) => Machine.Widen(value);

    /// <summary>Every lane shifted to the left, by its own count modulo 32.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> ShiftLeft(Vector256<int> value, Vector256<int> count) =>
        Machine.ShiftLeft(value, (count & Vector256.Create(31)).AsUInt32());

    /// <inheritdoc cref="ShiftLeft(Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> ShiftLeft(Vector256<uint> value, Vector256<int> count) =>
        Machine.ShiftLeft(value, (count & Vector256.Create(31)).AsUInt32());

    /// <summary>Every lane shifted to the left, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector512<long> ShiftLeft(Vector512<long> value, Vector256<int> count) =>
        Machine.ShiftLeft(value, Machine.Widen(count & Vector256.Create(63)).AsUInt64());

    /// <summary>Every lane shifted to the left, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector512<ulong> ShiftLeft(Vector512<ulong> value, Vector256<int> count) =>
        Machine.ShiftLeft(value, Machine.Widen(count & Vector256.Create(63)).AsUInt64());

    /// <summary>Every lane shifted to the right, with the sign for signed elements, by its own count modulo 32.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> ShiftRight(Vector256<int> value, Vector256<int> count) =>
        Machine.ShiftRight(value, (count & Vector256.Create(31)).AsUInt32());

    /// <inheritdoc cref="ShiftRight(Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> ShiftRight(Vector256<uint> value, Vector256<int> count) =>
        Machine.ShiftRight(value, (count & Vector256.Create(31)).AsUInt32());

    /// <summary>Every lane shifted to the right, with the sign for signed elements, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector512<long> ShiftRight(Vector512<long> value, Vector256<int> count) =>
        Machine.ShiftRight(value, Machine.Widen(count & Vector256.Create(63)).AsUInt64());

    /// <summary>Every lane shifted to the right, with the sign for signed elements, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector512<ulong> ShiftRight(Vector512<ulong> value, Vector256<int> count) =>
        Machine.ShiftRight(value, Machine.Widen(count & Vector256.Create(63)).AsUInt64());

    /// <summary>The quotients of the active lanes; inactive lanes are not divided.</summary>
    /// <exception cref="DivideByZeroException">An active divisor is zero.</exception>
    [MethodImpl(Inline)]
    public static Vector256<int> Divide(Vector256<int> a, Vector256<int> b, Vector256<int> mask) => Machine.Divide(a, b, mask);

    /// <inheritdoc cref="Divide(Vector256{int}, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> Divide(Vector256<uint> a, Vector256<uint> b, Vector256<int> mask) => Machine.Divide(a, b, mask);

    /// <inheritdoc cref="Divide(Vector256{int}, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> Divide(Vector512<long> a, Vector512<long> b, Vector256<int> mask) =>
        LaneLoop.Divide<Vector512<long>, long, Vector256<int>>(a, b, mask);

    /// <inheritdoc cref="Divide(Vector256{int}, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> Divide(Vector512<ulong> a, Vector512<ulong> b, Vector256<int> mask) =>
        LaneLoop.Divide<Vector512<ulong>, ulong, Vector256<int>>(a, b, mask);

    /// <summary>The remainders of the active lanes; inactive lanes are not divided.</summary>
    /// <exception cref="DivideByZeroException">An active divisor is zero.</exception>
    [MethodImpl(Inline)]
    public static Vector256<int> Remainder(Vector256<int> a, Vector256<int> b, Vector256<int> mask) => a - (Machine.Divide(a, b, mask) * b);

    /// <inheritdoc cref="Remainder(Vector256{int}, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> Remainder(Vector256<uint> a, Vector256<uint> b, Vector256<int> mask) =>
        a - (Machine.Divide(a, b, mask) * b);

    /// <inheritdoc cref="Remainder(Vector256{int}, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> Remainder(Vector512<long> a, Vector512<long> b, Vector256<int> mask) =>
        LaneLoop.Remainder<Vector512<long>, long, Vector256<int>>(a, b, mask);

    /// <inheritdoc cref="Remainder(Vector256{int}, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> Remainder(Vector512<ulong> a, Vector512<ulong> b, Vector256<int> mask) =>
        LaneLoop.Remainder<Vector512<ulong>, ulong, Vector256<int>>(a, b, mask);
}
