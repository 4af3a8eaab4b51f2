namespace IlgpuConv.Runtime;

/// <summary>
/// The memory of one device: keeps blocks that were given back, and hands them out again: small ones by size class, large ones where the
/// device's memory has addresses as pieces of any length. Thread-safe.
/// </summary>
public sealed class MemoryPool
{
    private const int Padding = 64;
    private const int SmallestBlock = 256;
    private const long FirstCollection = 512L << 20;
    private const long Large = 1L << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Stack<nint>> _cache = [];

    /// <summary>The sizes of blocks that were handed out for less.</summary>
    private readonly Dictionary<nint, long> _larger = [];
    private readonly string _device;
    private readonly Func<long, nint> _allocate;
    private readonly Action<nint> _free;
    private readonly Func<nint, long, nint, nint>? _apart;
    private readonly DividedBlocks? _divided;
    private long _collectAt = FirstCollection;
    private bool _closed;
    private string? _refusal;

    /// <summary>Makes a pool over a device's own allocation.</summary>
    /// <param name="device">The device, for messages.</param>
    /// <param name="cap">The first value of <see cref="Cap"/>.</param>
    /// <param name="allocate">Allocates bytes; throws <see cref="OutOfMemoryException"/>, whose message says why, when it cannot.</param>
    /// <param name="free">Frees what <paramref name="allocate"/> returned.</param>
    /// <param name="apart">
    /// Where blocks are addresses: begins a block of so many bytes apart from another one. Large blocks become pieces then, as a place within what
    /// <paramref name="allocate"/> returned is as good as its begin.
    /// </param>
    public MemoryPool(string device, long cap, Func<long, nint> allocate, Action<nint> free, Func<nint, long, nint, nint>? apart = null)
    {
        _device = device;
        Cap = cap;
        _allocate = allocate;
        _free = free;
        _apart = apart;
        if (apart is not null) _divided = new DividedBlocks();
    }

    /// <summary>Bytes of blocks handed out.</summary>
    public long InUse { get; private set; }

    /// <summary>Bytes of blocks kept for the next request.</summary>
    public long Cached { get; private set; }

    /// <summary>The largest <see cref="InUse"/> so far.</summary>
    public long Peak { get; private set; }

    /// <summary>Blocks handed out.</summary>
    public long Blocks { get; private set; }

    /// <summary>Requests that had to go to the device because no kept block fitted.</summary>
    public long Misses { get; private set; }

    /// <summary>The most bytes that <see cref="InUse"/> and <see cref="Cached"/> may reach together.</summary>
    public long Cap { get; set; }

    /// <summary>Gives the kept blocks back to the device.</summary>
    public void Trim()
    {
        lock (_lock) Trim(long.MaxValue);
    }

    /// <summary>Starts <see cref="Peak"/> again from what is in use now.</summary>
    public void ResetPeak()
    {
        lock (_lock) Peak = InUse;
    }

    /// <summary>
    /// The size of the block for a request: 64 bytes of padding, so that a full vector at the tail stays inside, rounded up to one of
    /// eight classes between powers of two.
    /// </summary>
    internal static long BlockSize(long bytes)
    {
        long size = Math.Max(bytes + Padding, SmallestBlock);
        int step = Math.Max(6, 63 - 3 - System.Numerics.BitOperations.LeadingZeroCount((ulong)size));
        return ((size - 1 >> step) + 1) << step;
    }

    /// <summary>Takes a block for <paramref name="bytes"/> bytes.</summary>
    /// <exception cref="DeviceMemoryException">It does not fit under the cap, or the device has no more.</exception>
    internal nint Rent(long bytes, nint apart = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes > long.MaxValue / 2) throw Full(bytes);
        bool isDivided = _divided is not null && bytes >= Large;
        long size = isDivided ? DividedBlocks.Length(bytes) : BlockSize(bytes);
        _refusal = null;
        if (TryRent(size, isDivided, apart, mayGrow: true, out nint block)) return block;

        // What the program forgot comes back through finalizers; only then is the device really full, or allowed to grow again.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (TryRent(size, isDivided, apart, mayGrow: false, out block)) return block;
        lock (_lock)
        {
            Trim(long.MaxValue);
            _collectAt = Math.Max(FirstCollection, 2 * (InUse + size));
        }
        if (TryRent(size, isDivided, apart, mayGrow: true, out block)) return block;
        throw Full(bytes);
    }

    /// <summary>Takes back a block that was rented for <paramref name="bytes"/> bytes.</summary>
    internal void Return(nint block, long bytes)
    {
        lock (_lock)
        {
            Blocks--;
            if (_divided?.Return(block) is > 0 and var piece)
            {
                InUse -= piece;
                Cached += piece;
                if (_closed || InUse + Cached > Cap) Trim(_closed ? long.MaxValue : InUse + Cached - Cap);
                return;
            }
            if (!_larger.Remove(block, out long size)) size = BlockSize(bytes);
            InUse -= size;
            if (_closed || InUse + Cached + size > Cap)
            {
                _free(block);
                return;
            }
            if (!_cache.TryGetValue(size, out Stack<nint>? kept)) _cache[size] = kept = new Stack<nint>();
            kept.Push(block);
            Cached += size;
        }
    }

    /// <summary>Frees the kept blocks and keeps no more; blocks in use are freed as they come back.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Trim(long.MaxValue);
        }
    }

    private bool TryRent(long size, bool isDivided, nint apart, bool mayGrow, out nint block)
    {
        lock (_lock)
        {
            if (isDivided && _divided!.Rent(size, apart, out block) is > 0 and var taken)
            {
                Cached -= taken;
                size = taken;
            }
            else if (!isDivided && _cache.TryGetValue(size, out Stack<nint>? kept) && kept.TryPop(out block))
            {
                Cached -= size;
            }
            else if (!isDivided && size >= Large && Larger(size) is var larger && larger > 0)
            {
                block = _cache[larger].Pop();
                _larger[block] = larger;
                Cached -= larger;
                size = larger;
            }
            else
            {
                block = 0;
                if (!mayGrow || InUse + size > Cap || InUse + Cached + Growth(size, isDivided) > _collectAt) return false;
                if (InUse + Cached + Growth(size, isDivided) > Cap) Trim(InUse + Cached + size - Cap);
                // What is left of an allocation in use cannot be given back.
                if (InUse + Cached + Growth(size, isDivided) > Cap || !(isDivided ? TryGrow(size, apart, out block) : TryAllocate(size, out block))) return false;
                Misses++;
            }
            if (!isDivided && apart != 0 && _apart is not null) block = _apart(block, size, apart);
            InUse += size;
            Blocks++;
            Peak = Math.Max(Peak, InUse);
            return true;
        }
    }

    /// <summary>The smallest kept size up to twice what is asked for, or 0: a large block is rather too large than one more.</summary>
    private long Larger(long size)
    {
        long best = 0;
        foreach ((long kept, Stack<nint> blocks) in _cache)
            if (kept > size && kept <= 2 * size && blocks.Count > 0 && (best == 0 || kept < best)) best = kept;
        return best;
    }

    /// <summary>The bytes by which a block that nothing kept is long enough for adds to what is in use or kept.</summary>
    private long Growth(long size, bool isDivided) => isDivided ? _divided!.Growth(size) : size;

    private bool TryGrow(long size, nint apart, out nint block)
    {
        Cached -= size - _divided!.Growth(size);
        if (_divided.Grow(size, apart, out block)) return true;
        long length = DividedBlocks.AllocationLength(size);
        if (!TryAllocate(length, out nint allocation) && !TryAllocate(length = size, out allocation)) return false;
        _divided.Add(allocation, length);
        return _divided.Grow(size, apart, out block);
    }

    private bool TryAllocate(long size, out nint block)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                block = _allocate(size);
                return true;
            }
            catch (OutOfMemoryException) when (attempt == 0 && Cached > 0)
            {
                Trim(long.MaxValue);
            }
            catch (OutOfMemoryException refusal)
            {
                _refusal = refusal.Message;
                block = 0;
                return false;
            }
        }
    }

    private void Trim(long bytes)
    {
        if (_divided is not null)
        {
            long freed = _divided.Trim(bytes, _free);
            Cached -= freed;
            bytes -= freed;
        }
        foreach ((long size, Stack<nint> kept) in _cache)
        {
            while (bytes > 0 && kept.TryPop(out nint block))
            {
                _free(block);
                Cached -= size;
                bytes -= size;
            }
        }
    }

    private DeviceMemoryException Full(long bytes)
    {
        lock (_lock)
        {
            return new DeviceMemoryException(
                $"[memory] a request must fit under the cap. Got a request of {bytes} bytes on {_device} " +
                $"with {InUse} bytes in use, {Cached} cached, and a cap of {Cap}." + (_refusal is null ? "" : $" The device said: {_refusal.TrimEnd('.')}."));
        }
    }
}
