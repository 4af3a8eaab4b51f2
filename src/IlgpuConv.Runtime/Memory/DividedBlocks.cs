namespace IlgpuConv.Runtime;

/// <summary>
/// Large blocks of memory with addresses, as pieces of what was allocated: the smallest free piece that is long enough is divided, and free
/// neighbours become one again. A step of training asks for many sizes in turn; blocks of one size each would wait for requests of that size
/// and take a third more memory.
/// </summary>
internal sealed class DividedBlocks
{
    private const int Page = 4096;
    private const int Line = 64;

    /// <summary>What is left of a piece stays with it when it is shorter.</summary>
    private const long ShortestRest = 64 << 10;

    private readonly Dictionary<nint, Piece> _used = [];
    private readonly List<Piece> _free = [];
    private int _place;

    /// <summary>The length of a piece for a request: whole pages, with room to begin at any line of one and 64 bytes to spare.</summary>
    public static long Length(long bytes) => (bytes + Line + Page + Page - 1) & -Page;

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
        if (best.Length - length >= ShortestRest) _free.Add(best.Divide(length));
        block = Use(best, apart);
        return best.Length;
    }

    /// <summary>Takes all of a new allocation of <paramref name="length"/> bytes.</summary>
    public nint Add(nint allocation, long length, nint apart) => Use(new Piece(allocation, allocation, length), apart);

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
            if (piece.Before is not null || piece.After is not null) continue;
            _free.RemoveAt(i);
            free(piece.Allocation);
            freed += piece.Length;
        }
        return freed;
    }

    private nint Use(Piece piece, nint apart)
    {
        nint before = apart == 0 ? piece.Start + _place : apart;
        _place = (int)(before + HostMemory.Step - piece.Start) & (Page - Line);
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

        /// <summary>Shortens this piece; the rest, which is free, is the one behind it.</summary>
        public Piece Divide(long length)
        {
            var rest = new Piece(allocation, start + (nint)length, Length - length) { IsFree = true, Before = this, After = After };
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
