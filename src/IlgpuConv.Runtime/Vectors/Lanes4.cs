using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <summary>
/// What generated vector code of 4 lanes calls. Elements of 4 bytes lie in a <c>Vector128</c> and those of 8 bytes in a <c>Vector256</c>.
/// A mask holds all ones in active lanes and zero in the others; what a result holds in inactive lanes is undefined unless stated.
/// </summary>
public static unsafe partial class Lanes4
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The lanes' numbers, 0 to 3.</summary>
    public static Vector128<int> Ids
    {
        [MethodImpl(Inline)]
        get => Vector128<int>.Indices;
    }

    /// <summary>Whether any lane is active.</summary>
    [MethodImpl(Inline)]
    public static bool Any(Vector128<int> mask) => mask != Vector128<int>.Zero;

    /// <summary>Whether every lane is active.</summary>
    [MethodImpl(Inline)]
    public static bool All(Vector128<int> mask) => mask == Vector128<int>.AllBitsSet;

    /// <summary><paramref name="a"/> in active lanes, <paramref name="b"/> in the others.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> Select<T>(Vector128<int> mask, Vector128<T> a, Vector128<T> b)
        where T : unmanaged => Vector128.ConditionalSelect(mask.As<int, T>(), a, b);

    /// <inheritdoc cref="Select{T}(Vector128{int}, Vector128{T}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> Select<T>(Vector128<int> mask, Vector256<T> a, Vector256<T> b)
        where T : unmanaged => Vector256.ConditionalSelect(Machine.Widen(mask).As<long, T>(), a, b);

    /// <summary>The mask of a comparison of 8-byte elements: the low half of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> MaskOf64<T>(Vector256<T> comparison)
        where T : unmanaged => Machine.Narrow(comparison.As<T, long>());

    /// <summary>The low halves.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> Narrow(Vector256<long> value) => Machine.Narrow(value);

    /// <summary>The numbers with their signs extended, so that a mask stays a mask.</summary>
    [MethodImpl(Inline)]
    public static Vector256<long> Widen(Vector128<int> value) => Machine.Widen(value);

    /// <summary>Every lane shifted to the left, by its own count modulo 32.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> ShiftLeft(Vector128<int> value, Vector128<int> count) =>
        Machine.ShiftLeft(value, (count & Vector128.Create(31)).AsUInt32());

    /// <inheritdoc cref="ShiftLeft(Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> ShiftLeft(Vector128<uint> value, Vector128<int> count) =>
        Machine.ShiftLeft(value, (count & Vector128.Create(31)).AsUInt32());

    /// <summary>Every lane shifted to the left, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector256<long> ShiftLeft(Vector256<long> value, Vector128<int> count) =>
        Machine.ShiftLeft(value, Machine.Widen(count & Vector128.Create(63)).AsUInt64());

    /// <summary>Every lane shifted to the left, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector256<ulong> ShiftLeft(Vector256<ulong> value, Vector128<int> count) =>
        Machine.ShiftLeft(value, Machine.Widen(count & Vector128.Create(63)).AsUInt64());

    /// <summary>Every lane shifted to the right, with the sign for signed elements, by its own count modulo 32.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> ShiftRight(Vector128<int> value, Vector128<int> count) =>
        Machine.ShiftRight(value, (count & Vector128.Create(31)).AsUInt32());

    /// <inheritdoc cref="ShiftRight(Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> ShiftRight(Vector128<uint> value, Vector128<int> count) =>
        Machine.ShiftRight(value, (count & Vector128.Create(31)).AsUInt32());

    /// <summary>Every lane shifted to the right, with the sign for signed elements, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector256<long> ShiftRight(Vector256<long> value, Vector128<int> count) =>
        Machine.ShiftRight(value, Machine.Widen(count & Vector128.Create(63)).AsUInt64());

    /// <summary>Every lane shifted to the right, with the sign for signed elements, by its own count modulo 64.</summary>
    [MethodImpl(Inline)]
    public static Vector256<ulong> ShiftRight(Vector256<ulong> value, Vector128<int> count) =>
        Machine.ShiftRight(value, Machine.Widen(count & Vector128.Create(63)).AsUInt64());

    /// <summary>The quotients of the active lanes; inactive lanes are not divided.</summary>
    /// <exception cref="DivideByZeroException">An active divisor is zero.</exception>
    [MethodImpl(Inline)]
    public static Vector128<int> Divide(Vector128<int> a, Vector128<int> b, Vector128<int> mask) => Machine.Divide(a, b, mask);

    /// <inheritdoc cref="Divide(Vector128{int}, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> Divide(Vector128<uint> a, Vector128<uint> b, Vector128<int> mask) => Machine.Divide(a, b, mask);

    /// <inheritdoc cref="Divide(Vector128{int}, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> Divide(Vector256<long> a, Vector256<long> b, Vector128<int> mask) =>
        LaneLoop.Divide<Vector256<long>, long, Vector128<int>>(a, b, mask);

    /// <inheritdoc cref="Divide(Vector128{int}, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> Divide(Vector256<ulong> a, Vector256<ulong> b, Vector128<int> mask) =>
        LaneLoop.Divide<Vector256<ulong>, ulong, Vector128<int>>(a, b, mask);

    /// <summary>The remainders of the active lanes; inactive lanes are not divided.</summary>
    /// <exception cref="DivideByZeroException">An active divisor is zero.</exception>
    [MethodImpl(Inline)]
    public static Vector128<int> Remainder(Vector128<int> a, Vector128<int> b, Vector128<int> mask) => a - (Machine.Divide(a, b, mask) * b);

    /// <inheritdoc cref="Remainder(Vector128{int}, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> Remainder(Vector128<uint> a, Vector128<uint> b, Vector128<int> mask) =>
        a - (Machine.Divide(a, b, mask) * b);

    /// <inheritdoc cref="Remainder(Vector128{int}, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> Remainder(Vector256<long> a, Vector256<long> b, Vector128<int> mask) =>
        LaneLoop.Remainder<Vector256<long>, long, Vector128<int>>(a, b, mask);

    /// <inheritdoc cref="Remainder(Vector128{int}, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> Remainder(Vector256<ulong> a, Vector256<ulong> b, Vector128<int> mask) =>
        LaneLoop.Remainder<Vector256<ulong>, ulong, Vector128<int>>(a, b, mask);
}
