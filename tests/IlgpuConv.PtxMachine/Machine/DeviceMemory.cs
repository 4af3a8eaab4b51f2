namespace IlgpuConv.PtxMachine;

/// <summary>
/// The memory of one device: blocks at addresses that are far apart, so that nothing beyond a block hits another one, and for every byte
/// whether something was ever written to it.
/// </summary>
internal sealed class DeviceMemory
{
    private const int BlockBits = 36;

    private static long s_next;

    private readonly Dictionary<ulong, Block> _blocks = [];
    private readonly Lock _lock = new();

    public int Count
    {
        get
        {
            lock (_lock) return _blocks.Count;
        }
    }

    public ulong Allocate(long bytes)
    {
        ulong key = (ulong)Interlocked.Increment(ref s_next);
        lock (_lock) _blocks.Add(key, new Block(GC.AllocateArray<byte>(checked((int)bytes), pinned: true), new byte[bytes]));
        return key << BlockBits;
    }

    public bool Free(ulong address)
    {
        lock (_lock) return address % (1ul << BlockBits) == 0 && _blocks.Remove(address >> BlockBits);
    }

    /// <summary>The block that an address lies in and the place in it, or null.</summary>
    public (Block Block, long Offset)? Find(ulong address)
    {
        lock (_lock)
        {
            return _blocks.TryGetValue(address >> BlockBits, out Block? block) ? (block, (long)(address & ((1ul << BlockBits) - 1))) : null;
        }
    }

    /// <summary>The bytes of a range, or nothing where it leaves its block.</summary>
    public Span<byte> Range(ulong address, long bytes, bool isWritten)
    {
        if (Find(address) is not { } at || at.Offset + bytes > at.Block.Bytes.Length) return [];
        if (isWritten) at.Block.IsWritten.AsSpan((int)at.Offset, (int)bytes).Fill(1);
        return at.Block.Bytes.AsSpan((int)at.Offset, (int)bytes);
    }

    /// <summary>Bytes, and 1 for each that was written.</summary>
    public sealed record Block(byte[] Bytes, byte[] IsWritten);
}
