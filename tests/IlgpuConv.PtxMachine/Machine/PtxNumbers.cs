using System.Numerics;

namespace IlgpuConv.PtxMachine;

/// <summary>The instructions on numbers, as the PTX manual defines them.</summary>
internal static class PtxNumbers
{
    public readonly struct Move<T> : IPtxUnary<T, T>
    {
        public static T Run(T a) => a;
    }

    public readonly struct Add<T> : IPtxBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Run(T a, T b) => unchecked(a + b);
    }

    public readonly struct Sub<T> : IPtxBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Run(T a, T b) => unchecked(a - b);
    }

    public readonly struct Mul<T> : IPtxBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Run(T a, T b) => unchecked(a * b);
    }

    /// <summary>Division by zero is undefined: all bits set.</summary>
    public readonly struct Div<T> : IPtxBinary<T, T, T>
        where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        public static T Run(T a, T b) => b == T.Zero ? ~T.Zero : a == T.MinValue && b == ~T.Zero && a != T.Zero ? a : a / b;
    }

    public readonly struct Rem<T> : IPtxBinary<T, T, T>
        where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        public static T Run(T a, T b) => b == T.Zero ? a : a == T.MinValue && b == ~T.Zero && a != T.Zero ? T.Zero : a % b;
    }

    public readonly struct Quotient<T> : IPtxBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Run(T a, T b) => a / b;
    }

    public readonly struct Min<T> : IPtxBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Run(T a, T b) => a < b ? a : b;
    }

    public readonly struct Max<T> : IPtxBinary<T, T, T>
        where T : INumber<T>
    {
        public static T Run(T a, T b) => a > b ? a : b;
    }

    public readonly struct And<T> : IPtxBinary<T, T, T>
        where T : IBinaryInteger<T>
    {
        public static T Run(T a, T b) => a & b;
    }

    public readonly struct Or<T> : IPtxBinary<T, T, T>
        where T : IBinaryInteger<T>
    {
        public static T Run(T a, T b) => a | b;
    }

    public readonly struct Xor<T> : IPtxBinary<T, T, T>
        where T : IBinaryInteger<T>
    {
        public static T Run(T a, T b) => a ^ b;
    }

    public readonly struct Not<T> : IPtxUnary<T, T>
        where T : IBinaryInteger<T>
    {
        public static T Run(T a) => ~a;
    }

    public readonly struct Neg<T> : IPtxUnary<T, T>
        where T : INumber<T>
    {
        public static T Run(T a) => unchecked(-a);
    }

    /// <summary>A shift by as many bits as there are, or more, leaves none.</summary>
    public readonly struct Shl<T> : IPtxBinary<T, uint, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static unsafe T Run(T a, uint b) => b >= sizeof(T) * 8 ? T.Zero : a << (int)b;
    }

    /// <summary>Beyond its width, a shift to the right leaves the sign.</summary>
    public readonly struct Shr<T> : IPtxBinary<T, uint, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        public static unsafe T Run(T a, uint b) => a >> (int)Math.Min(b, (uint)(sizeof(T) * 8) - 1) >> (b >= sizeof(T) * 8 ? 1 : 0);
    }

    public readonly struct MulWide : IPtxBinary<int, int, long>
    {
        public static long Run(int a, int b) => (long)a * b;
    }

    public readonly struct MadWide : IPtxTernary<int, long>
    {
        public static long Run(int a, int b, long c) => unchecked(((long)a * b) + c);
    }

    public readonly struct MadWideUnsigned : IPtxTernary<uint, ulong>
    {
        public static ulong Run(uint a, uint b, ulong c) => unchecked(((ulong)a * b) + c);
    }

    public readonly struct Mad<T> : IPtxTernary<T, T>
        where T : INumber<T>
    {
        public static T Run(T a, T b, T c) => unchecked((a * b) + c);
    }

    public readonly struct Fma<T> : IPtxTernary<T, T>
        where T : IFloatingPointIeee754<T>
    {
        public static T Run(T a, T b, T c) => T.FusedMultiplyAdd(a, b, c);
    }

    public readonly struct Abs<T> : IPtxUnary<T, T>
        where T : INumber<T>
    {
        public static T Run(T a) => T.Abs(a);
    }

    public readonly struct Sqrt<T> : IPtxUnary<T, T>
        where T : IFloatingPointIeee754<T>
    {
        public static T Run(T a) => T.Sqrt(a);
    }

    public readonly struct Floor<T> : IPtxUnary<T, T>
        where T : IFloatingPointIeee754<T>
    {
        public static T Run(T a) => T.Floor(a);
    }

    public readonly struct Ceiling<T> : IPtxUnary<T, T>
        where T : IFloatingPointIeee754<T>
    {
        public static T Run(T a) => T.Ceiling(a);
    }

    /// <summary>To an integer: towards zero, to the limit where it does not fit, and a NaN to 0. To a wider or a floating-point type: rounded once.</summary>
    public readonly struct Saturate<TIn, TOut> : IPtxUnary<TIn, TOut>
        where TIn : IFloatingPointIeee754<TIn>
        where TOut : INumber<TOut>
    {
        public static TOut Run(TIn a) => TIn.IsNaN(a) ? TOut.Zero : TOut.CreateSaturating(TIn.Truncate(a));
    }

    public readonly struct Convert<TIn, TOut> : IPtxUnary<TIn, TOut>
        where TIn : INumber<TIn>
        where TOut : INumber<TOut>
    {
        public static TOut Run(TIn a) => TOut.CreateTruncating(a);
    }

    public readonly struct Lt<T> : IPtxBinary<T, T, bool>
        where T : INumber<T>
    {
        public static bool Run(T a, T b) => a < b;
    }

    public readonly struct Le<T> : IPtxBinary<T, T, bool>
        where T : INumber<T>
    {
        public static bool Run(T a, T b) => a <= b;
    }

    public readonly struct Gt<T> : IPtxBinary<T, T, bool>
        where T : INumber<T>
    {
        public static bool Run(T a, T b) => a > b;
    }

    public readonly struct Ge<T> : IPtxBinary<T, T, bool>
        where T : INumber<T>
    {
        public static bool Run(T a, T b) => a >= b;
    }

    public readonly struct Eq<T> : IPtxBinary<T, T, bool>
        where T : INumber<T>
    {
        public static bool Run(T a, T b) => a == b;
    }

    public readonly struct Ne<T> : IPtxBinary<T, T, bool>
        where T : INumber<T>
    {
        public static bool Run(T a, T b) => a != b;
    }

    public readonly struct NaN<T> : IPtxBinary<T, T, bool>
        where T : INumber<T>
    {
        public static bool Run(T a, T b) => T.IsNaN(a) || T.IsNaN(b);
    }
}
