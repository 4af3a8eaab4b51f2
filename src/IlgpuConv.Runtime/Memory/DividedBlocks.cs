namespace IlgpuConv.Runtime;

/// <summary>
/// Large blocks of memory with addresses, as pieces of what was allocated: the smallest free piece that is long enough is divided, and free
/// neighbours become one again. What no piece fits begins in the free piece before the end of an allocation that was never used, and goes on there.
/// A step of training asks for many sizes in turn; blocks of one size each would wait for requests of that size and take a third more memory,
/// and allocations of one request each have no neighbours to become one with: an eighth more.
/// </summary>
internal sealed class DividedBlocks
{
    private const int Page = 4096;
    private const int Line = 64;

    /// <summary>Bytes that are allocated at once; a system gives memory to what was touched.</summary>
    private const long Allocation = 64 << 20;

    /// <summary>What is left of a piece stays with it when it is shorter.</summary>
    private const long ShortestRest = 64 << 10;

    private readonly Dictionary<nint, Piece> _used = [];
    private readonly List<Piece> _free = [];
    private readonly List<Piece> _unused = [];
    private int _place;

    /// <summary>The length of a piece for a request: whole pages, with room to begin at any line of one and 64 bytes to spare.</summary>
    public static long Length(long bytes) => (bytes + Line + Page + Page - 1) & -Page;

    /// <summary>Bytes to allocate for a piece that fits nowhere.</summary>
    public static long AllocationLength(long length) => Math.Max(length, Allocation);

    /// <summary>Takes a piece of what is free.</summary>
    /// <param name="length">The length that is needed, of <see cref="Length"/>.</param>
    /// <param name="apart">A block that shall begin at another place of its page, or 0.</param>
    /// <param name="block">Where the block begins.</param>
    /// <returns>The length that was taken, a little more where little would be left, or 0 where nothing is long enough.</returns>
    public long Rent(long length, nint apart, out nint block)
    {
        block = 0;
        Piece? best = null;
        foreach (Piece piece in _free)
            if (piece.Length >= length && (best is null || piece.Length < best.Length || (piece.Length == best.Length && piece.Start < best.Start))) best = piece;
        if (best is null) return 0;
        _free.Remove(best);
        if (best.Length - length >= ShortestRest) _free.Add(best.Divide(length, isFree: true));
        block = Use(best, apart);
        return best.Length;
    }

    /// <summary>Adds an allocation of <paramref name="length"/> bytes, none of which are used yet.</summary>
    public void Add(nint allocation, long length) => _unused.Add(new Piece(allocation, allocation, length));

    /// <summary>The bytes that <see cref="Grow"/> takes of what was never used: all, where an allocation is needed first.</summary>
    public long Growth(long length) => Growing(length) is { } end ? length - end.FreeBefore : length;

    /// <summary>Takes a piece of what was never used, and of the free piece before it.</summary>
    /// <returns>Whether there was room; else <see cref="Add"/> makes it.</returns>
    public bool Grow(long length, nint apart, out nint block)
    {
        block = 0;
        if (Growing(length) is not { } piece) return false;
        _unused.Remove(piece);
        if (piece.Before is { IsFree: true } before)
        {
            _free.Remove(before);
            before.Join();
            piece = before;
        }
        if (piece.Length > length) _unused.Add(piece.Divide(length, isFree: false));
        block = Use(piece, apart);
        return true;
    }

    /// <summary>Takes a block back.</summary>
    /// <returns>The length that it had, or 0 where it is none of these.</returns>
    public long Return(nint block)
    {
        if (!_used.Remove(block, out Piece? piece)) return 0;
        long length = piece.Length;
        piece.IsFree = true;
        if (piece.After is { IsFree: true } after)
        {
            _free.Remove(after);
            piece.Join();
        }
        if (piece.Before is { IsFree: true } before) before.Join();
        else _free.Add(piece);
        return length;
    }

    /// <summary>Frees allocations of which no piece is used, at least <paramref name="bytes"/> bytes where there are as many.</summary>
    /// <returns>The bytes that were freed.</returns>
    public long Trim(long bytes, Action<nint> free)
    {
        long freed = 0;
        for (int i = _free.Count - 1; i >= 0 && freed < bytes; i--)
        {
            Piece piece = _free[i];
            if (piece.Before is not null || (piece.After is { } rest && !_unused.Remove(rest))) continue;
            _free.RemoveAt(i);
            free(piece.Allocation);
            freed += piece.Length;
        }
        return freed;
    }

    /// <summary>The end of an allocation, never used, that is long enough with the free piece before it; the one that grows least.</summary>
    private Piece? Growing(long length)
    {
        Piece? best = null;
        foreach (Piece piece in _unused)
            if (piece.Length + piece.FreeBefore >= length && (best is null || piece.FreeBefore > best.FreeBefore)) best = piece;
        return best;
    }

    private nint Use(Piece piece, nint apart)
    {
        _place = (apart == 0 ? _place + HostMemory.Step : (int)(apart + HostMemory.Behind - piece.Start)) & (Page - Line);
        piece.IsFree = false;
        _used[piece.Start + _place] = piece;
        return piece.Start + _place;
    }

    /// <summary>Part of an allocation.</summary>
    private sealed class Piece(nint allocation, nint start, long length)
    {
        public nint Allocation => allocation;

        public nint Start => start;

        public long Length { get; private set; } = length;

        public bool IsFree { get; set; }

        public Piece? Before { get; private set; }

        public Piece? After { get; private set; }

        public long FreeBefore => Before is { IsFree: true } before ? before.Length : 0;

        /// <summary>Shortens this piece; the rest is the one behind it.</summary>
        public Piece Divide(long length, bool isFree)
        {
            var rest = new Piece(allocation, start + (nint)length, Length - length) { IsFree = isFree, Before = this, After = After };
            if (After is not null) After.Before = rest;
            (Length, After) = (length, rest);
            return rest;
        }

        /// <summary>Takes in the piece behind it.</summary>
        public void Join()
        {
            Length += After!.Length;
            After = After.After;
            if (After is not null) After.Before = this;
        }
    }
}
