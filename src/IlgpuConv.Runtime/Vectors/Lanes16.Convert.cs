using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>
/// Conversions as an unchecked cast does them: integers wrap, and a float that does not fit becomes the nearest integer, NaN 0.
/// </content>
public static unsafe partial class Lanes16
{
    /// <summary>Every lane cast to <c>int</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector512<int> ToInt32(Vector512<float> value) => Vector512.ConvertToInt32(value);

    /// <inheritdoc cref="ToInt32(Vector512{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<int> ToInt32(Vector512<uint> value) => value.AsInt32();

    /// <summary>Every lane cast to <c>uint</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector512<uint> ToUInt32(Vector512<float> value) => Vector512.ConvertToUInt32(value);

    /// <inheritdoc cref="ToUInt32(Vector512{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<uint> ToUInt32(Vector512<int> value) => value.AsUInt32();

    /// <summary>Every lane cast to <c>float</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> ToFloat(Vector512<int> value) => Vector512.ConvertToSingle(value);

    /// <inheritdoc cref="ToFloat(Vector512{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<float> ToFloat(Vector512<uint> value) => Vector512.ConvertToSingle(value);
}
