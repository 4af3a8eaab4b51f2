using System.Numerics;
using System.Runtime.CompilerServices;

namespace IlgpuConv.PtxMachine;

/// <summary>A load from a view: within it, and of something that was written.</summary>
internal sealed unsafe class PtxGlobalLoad<TMemory, TRegister>(PtxLine line, int d, int at, long offset) : PtxOp(line, d, at)
    where TMemory : unmanaged, INumber<TMemory>
    where TRegister : unmanaged, INumber<TRegister>
{
    public override void Run(PtxGroup group, ulong mask)
    {
        ulong* address = (ulong*)group.At(at);
        TRegister* to = (TRegister*)group.At(Write);
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            DeviceMemory.Block block = group.Views.At(address[lane] + (ulong)offset, sizeof(TMemory), out int place);
            if (block.IsWritten[place] == 0) throw new PtxException($"lane {lane} reads memory that was never written, at {address[lane] + (ulong)offset:x}.");
            to[lane] = TRegister.CreateTruncating(Unsafe.ReadUnaligned<TMemory>(ref block.Bytes[place]));
        }
    }
}

/// <summary>A load of neighbours, which lie at a multiple of their bytes.</summary>
internal sealed unsafe class PtxVectorLoad<T>(PtxLine line, int[] to, int at, long offset) : PtxOp(line, to[0], at)
    where T : unmanaged
{
    public override ReadOnlySpan<int> MoreWrites => to;

    public override void Run(PtxGroup group, ulong mask)
    {
        ulong* address = (ulong*)group.At(at);
        int bytes = sizeof(T) * to.Length;
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            ulong from = address[lane] + (ulong)offset;
            DeviceMemory.Block block = group.Views.At(from, bytes, out int place);
            if (block.IsWritten.AsSpan(place, bytes).Contains((byte)0)) throw new PtxException($"lane {lane} reads memory that was never written, at {from:x}.");
            for (int i = 0; i < to.Length; i++) ((T*)group.At(to[i]))[lane] = Unsafe.ReadUnaligned<T>(ref block.Bytes[place + (i * sizeof(T))]);
        }
    }
}

/// <summary>A store to a view.</summary>
internal sealed unsafe class PtxGlobalStore<TMemory, TRegister>(PtxLine line, int at, long offset, int from) : PtxOp(line, -1, at, from)
    where TMemory : unmanaged, INumber<TMemory>
    where TRegister : unmanaged, INumber<TRegister>
{
    public override void Run(PtxGroup group, ulong mask)
    {
        ulong* address = (ulong*)group.At(at);
        TRegister* value = (TRegister*)group.At(from);
        for (ulong rest = mask; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            DeviceMemory.Block block = group.Views.At(address[lane] + (ulong)offset, sizeof(TMemory), out int place);
            Unsafe.WriteUnaligned(ref block.Bytes[place], TMemory.CreateTruncating(value[lane]));
            block.IsWritten.AsSpan(place, sizeof(TMemory)).Fill(1);
        }
    }
}
