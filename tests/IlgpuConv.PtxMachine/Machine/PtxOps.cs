using System.Numerics;

namespace IlgpuConv.PtxMachine;

/// <summary>What an instruction does with the numbers of one lane.</summary>
internal interface IPtxUnary<TIn, TOut>
{
    static abstract TOut Run(TIn a);
}

/// <inheritdoc cref="IPtxUnary{TIn, TOut}"/>
internal interface IPtxBinary<TLeft, TRight, TOut>
{
    static abstract TOut Run(TLeft a, TRight b);
}

/// <inheritdoc cref="IPtxUnary{TIn, TOut}"/>
internal interface IPtxTernary<TFirst, TOut>
{
    static abstract TOut Run(TFirst a, TFirst b, TOut c);
}

/// <summary>An instruction of one operand.</summary>
internal sealed unsafe class PtxUnary<TOp, TIn, TOut>(PtxLine line, int d, int a) : PtxOp(line, d, a)
    where TOp : struct, IPtxUnary<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    public override void Run(PtxGroup group, ulong mask)
    {
        TOut* to = (TOut*)group.At(Write);
        TIn* from = (TIn*)group.At(a);
        if (mask == group.Full)
        {
            for (int lane = 0; lane < group.Lanes; lane++) to[lane] = TOp.Run(from[lane]);
            return;
        }
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            to[lane] = TOp.Run(from[lane]);
        }
    }
}

/// <summary>An instruction of two operands.</summary>
internal sealed unsafe class PtxBinary<TOp, TLeft, TRight, TOut>(PtxLine line, int d, int a, int b) : PtxOp(line, d, a, b)
    where TOp : struct, IPtxBinary<TLeft, TRight, TOut>
    where TLeft : unmanaged
    where TRight : unmanaged
    where TOut : unmanaged
{
    public override void Run(PtxGroup group, ulong mask)
    {
        TOut* to = (TOut*)group.At(Write);
        TLeft* left = (TLeft*)group.At(a);
        TRight* right = (TRight*)group.At(b);
        if (mask == group.Full)
        {
            for (int lane = 0; lane < group.Lanes; lane++) to[lane] = TOp.Run(left[lane], right[lane]);
            return;
        }
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            to[lane] = TOp.Run(left[lane], right[lane]);
        }
    }
}

/// <summary>An instruction of three operands.</summary>
internal sealed unsafe class PtxTernary<TOp, TFirst, TOut>(PtxLine line, int d, int a, int b, int c) : PtxOp(line, d, a, b, c)
    where TOp : struct, IPtxTernary<TFirst, TOut>
    where TFirst : unmanaged
    where TOut : unmanaged
{
    public override void Run(PtxGroup group, ulong mask)
    {
        TOut* to = (TOut*)group.At(Write);
        TFirst* first = (TFirst*)group.At(a), second = (TFirst*)group.At(b);
        TOut* third = (TOut*)group.At(c);
        if (mask == group.Full)
        {
            for (int lane = 0; lane < group.Lanes; lane++) to[lane] = TOp.Run(first[lane], second[lane], third[lane]);
            return;
        }
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            to[lane] = TOp.Run(first[lane], second[lane], third[lane]);
        }
    }
}

/// <summary>A comparison, whose result is a predicate; with <c>or</c>, another one joins it.</summary>
internal sealed unsafe class PtxCompare<TOp, T>(PtxLine line, int d, int a, int b, int or) : PtxOp(line, d, or < 0 ? [a, b] : [a, b, or])
    where TOp : struct, IPtxBinary<T, T, bool>
    where T : unmanaged
{
    public override void Run(PtxGroup group, ulong mask)
    {
        T* left = (T*)group.At(a), right = (T*)group.At(b);
        ulong result = 0;
        for (int lane = 0; lane < group.Lanes; lane++) result |= (TOp.Run(left[lane], right[lane]) ? 1ul : 0) << lane;
        if (or >= 0) result |= group.Predicates[or];
        group.Predicates[Write] = (group.Predicates[Write] & ~mask) | (result & mask);
    }
}

/// <summary><c>selp</c>: one of two values, as a predicate says.</summary>
internal sealed unsafe class PtxSelect<T>(PtxLine line, int d, int a, int b, int p) : PtxOp(line, d, a, b, p)
    where T : unmanaged
{
    public override void Run(PtxGroup group, ulong mask)
    {
        T* to = (T*)group.At(Write), yes = (T*)group.At(a), no = (T*)group.At(b);
        ulong chosen = group.Predicates[p];
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            to[lane] = (chosen >> lane & 1) != 0 ? yes[lane] : no[lane];
        }
    }
}

/// <summary>An instruction on predicates: all lanes at once.</summary>
internal sealed class PtxLogic(PtxLine line, Func<ulong, ulong, ulong> run, int d, params int[] reads) : PtxOp(line, d, reads)
{
    public override void Run(PtxGroup group, ulong mask)
    {
        ulong a = Reads.Length > 0 ? group.Predicates[Reads[0]] : 0, b = Reads.Length > 1 ? group.Predicates[Reads[1]] : 0;
        group.Predicates[Write] = (group.Predicates[Write] & ~mask) | (run(a, b) & mask);
    }
}

/// <summary>What does not go lane by lane: branches, barriers, the end, and values of a group's place.</summary>
internal sealed class PtxControl(PtxLine line, Action<PtxGroup, ulong> run, int write = -1, params int[] reads) : PtxOp(line, write, reads)
{
    public override void Run(PtxGroup group, ulong mask) => run(group, mask);
}
