using System.Numerics;
using System.Runtime.CompilerServices;

namespace IlgpuConv.Runtime;

/// <summary>
/// Operations that go lane by lane, in order. Vectors of any width are seen as arrays of their elements; none is inlined, so that
/// generated methods stay small.
/// </summary>
internal static unsafe class LaneLoop
{
    private const MethodImplOptions Call = MethodImplOptions.NoInlining;

    [MethodImpl(Call)]
    public static TTo Convert<TFrom, TFromElement, TTo, TToElement>(TFrom value)
        where TFrom : unmanaged
        where TFromElement : unmanaged, INumberBase<TFromElement>
        where TTo : unmanaged
        where TToElement : unmanaged, INumberBase<TToElement>
    {
        TTo result = default;
        for (int i = 0; i < sizeof(TTo) / sizeof(TToElement); i++)
            ((TToElement*)&result)[i] = TToElement.CreateSaturating(((TFromElement*)&value)[i]);
        return result;
    }

    [MethodImpl(Call)]
    public static TVector Sin<TVector, T>(TVector value)
        where TVector : unmanaged
        where T : unmanaged, ITrigonometricFunctions<T>
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++) ((T*)&value)[i] = T.Sin(((T*)&value)[i]);
        return value;
    }

    [MethodImpl(Call)]
    public static TVector Cos<TVector, T>(TVector value)
        where TVector : unmanaged
        where T : unmanaged, ITrigonometricFunctions<T>
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++) ((T*)&value)[i] = T.Cos(((T*)&value)[i]);
        return value;
    }

    [MethodImpl(Call)]
    public static TVector Pow<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged
        where T : unmanaged, IPowerFunctions<T>
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++) ((T*)&x)[i] = T.Pow(((T*)&x)[i], ((T*)&y)[i]);
        return x;
    }

    [MethodImpl(Call)]
    public static TVector Divide<TVector, T, TMask>(TVector a, TVector b, TMask mask)
        where TVector : unmanaged
        where T : unmanaged, IBinaryInteger<T>
        where TMask : unmanaged
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++)
            if (((int*)&mask)[i] != 0) ((T*)&a)[i] /= ((T*)&b)[i];
        return a;
    }

    [MethodImpl(Call)]
    public static TVector Remainder<TVector, T, TMask>(TVector a, TVector b, TMask mask)
        where TVector : unmanaged
        where T : unmanaged, IBinaryInteger<T>
        where TMask : unmanaged
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++)
            if (((int*)&mask)[i] != 0) ((T*)&a)[i] %= ((T*)&b)[i];
        return a;
    }

    [MethodImpl(Call)]
    public static TVector ShiftLeft<TVector, T>(TVector value, TVector count)
        where TVector : unmanaged
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++) ((T*)&value)[i] <<= int.CreateTruncating(((T*)&count)[i]);
        return value;
    }

    [MethodImpl(Call)]
    public static TVector ShiftRight<TVector, T>(TVector value, TVector count)
        where TVector : unmanaged
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++) ((T*)&value)[i] >>= int.CreateTruncating(((T*)&count)[i]);
        return value;
    }

    [MethodImpl(Call)]
    public static TVector Gather<T, TVector, TIndex, TIndexVector, TMask>(T* p, TIndexVector index, TMask mask)
        where T : unmanaged
        where TVector : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TIndexVector : unmanaged
        where TMask : unmanaged
    {
        TVector result = default;
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++)
            if (IsActive<T, TVector, TMask>(&mask, i)) ((T*)&result)[i] = p[nint.CreateTruncating(((TIndex*)&index)[i])];
        return result;
    }

    [MethodImpl(Call)]
    public static void Scatter<T, TVector, TIndex, TIndexVector, TMask>(T* p, TIndexVector index, TMask mask, TVector value)
        where T : unmanaged
        where TVector : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TIndexVector : unmanaged
        where TMask : unmanaged
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++)
            if (IsActive<T, TVector, TMask>(&mask, i)) p[nint.CreateTruncating(((TIndex*)&index)[i])] = ((T*)&value)[i];
    }

    [MethodImpl(Call)]
    public static TVector AtomicAdd<T, TVector, TIndex, TIndexVector, TMask>(T* p, TIndexVector index, TMask mask, TVector value)
        where T : unmanaged
        where TVector : unmanaged
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TIndexVector : unmanaged
        where TMask : unmanaged
    {
        TVector before = default;
        for (int i = 0; i < sizeof(TVector) / sizeof(T); i++)
        {
            if (!IsActive<T, TVector, TMask>(&mask, i)) continue;
            T* at = p + nint.CreateTruncating(((TIndex*)&index)[i]);
            if (sizeof(T) == 4)
            {
                int term = ((int*)&value)[i];
                ((int*)&before)[i] = Interlocked.Add(ref *(int*)at, term) - term;
            }
            else
            {
                long term = ((long*)&value)[i];
                ((long*)&before)[i] = Interlocked.Add(ref *(long*)at, term) - term;
            }
        }
        return before;
    }

    [MethodImpl(Call)]
    public static TVector GatherByte<TIndex, TIndexVector, TVector>(byte* p, TIndexVector index, TVector mask)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TIndexVector : unmanaged
        where TVector : unmanaged
    {
        TVector result = default;
        for (int i = 0; i < sizeof(TVector) / sizeof(int); i++)
            if (((int*)&mask)[i] != 0) ((int*)&result)[i] = p[nint.CreateTruncating(((TIndex*)&index)[i])];
        return result;
    }

    [MethodImpl(Call)]
    public static void ScatterByte<TIndex, TIndexVector, TVector>(byte* p, TIndexVector index, TVector mask, TVector value)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TIndexVector : unmanaged
        where TVector : unmanaged
    {
        for (int i = 0; i < sizeof(TVector) / sizeof(int); i++)
            if (((int*)&mask)[i] != 0) p[nint.CreateTruncating(((TIndex*)&index)[i])] = (byte)((int*)&value)[i];
    }

    /// <summary>Whether lane <paramref name="i"/> is active; a mask may have the width of the elements or 4 bytes a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsActive<T, TVector, TMask>(TMask* mask, int i)
        where T : unmanaged
        where TVector : unmanaged
        where TMask : unmanaged =>
        sizeof(TMask) / (sizeof(TVector) / sizeof(T)) == 8 ? ((long*)mask)[i] != 0 : ((int*)mask)[i] != 0;
}
