namespace IlgpuConv.PtxMachine;

/// <summary>
/// The shared arrays of a group. Lanes that meet in an element without a barrier between them, one of them writing, are a fault, however the
/// lanes happen to run here.
/// </summary>
internal sealed class PtxSharedMemory(PtxKernel kernel)
{
    private const int Many = -2;
    private const int Atomics = -3;

    private readonly Cell[][] _cells = [.. kernel.Arrays.Select(a => new Cell[a.Bytes])];
    private readonly byte[][] _bytes = [.. kernel.Arrays.Select(a => new byte[a.Space == "shared" ? a.Bytes : 0])];

    /// <summary>How many barriers all lanes have passed.</summary>
    public int Epoch { get; set; } = 1;

    public void Start()
    {
        foreach (Cell[] cells in _cells) Array.Clear(cells);
        Epoch = 1;
    }

    /// <summary>The bytes of an element from which a lane reads.</summary>
    public Span<byte> Read(uint address, int bytes, int lane)
    {
        Span<byte> at = At(address, bytes, out Span<Cell> cells);
        ref Cell cell = ref cells[0];
        if (cell.WrittenIn == 0) throw new PtxException($"lane {lane} reads shared memory that was never written, at {address:x}.");
        if (cell.WrittenIn == Epoch && cell.Writer != lane) throw new PtxException($"lane {lane} reads what {Name(cell.Writer)} wrote without a barrier between, at {address:x}.");
        cell.Reader = cell.ReadIn == Epoch && cell.Reader != lane ? Many : lane;
        cell.ReadIn = Epoch;
        return at;
    }

    /// <summary>The bytes of an element to which a lane writes, or adds as one operation.</summary>
    public Span<byte> Write(uint address, int bytes, int lane, bool isAtomic = false)
    {
        Span<byte> at = At(address, bytes, out Span<Cell> cells);
        ref Cell cell = ref cells[0];
        int writer = isAtomic ? Atomics : lane;
        if (isAtomic && cell.WrittenIn == 0) throw new PtxException($"lane {lane} adds to shared memory that was never written, at {address:x}.");
        if (cell.WrittenIn == Epoch && cell.Writer != writer) throw new PtxException($"lane {lane} writes what {Name(cell.Writer)} wrote without a barrier between, at {address:x}.");
        if (cell.ReadIn == Epoch && cell.Reader != lane) throw new PtxException($"lane {lane} writes what {Name(cell.Reader)} read without a barrier between, at {address:x}.");
        (cell.Writer, cell.WrittenIn) = (writer, Epoch);
        return at;
    }

    private Span<byte> At(uint address, int bytes, out Span<Cell> cells)
    {
        int array = (int)(address / PtxKernel.ArraySpace) - 1, place = (int)(address % PtxKernel.ArraySpace);
        if (array < 0 || array >= _bytes.Length || place + bytes > _bytes[array].Length) throw new PtxException($"{bytes} bytes at {address:x}, outside the shared arrays.");
        if (place % bytes != 0) throw new PtxException($"an address that is no multiple of {bytes}: {address:x}.");
        cells = _cells[array].AsSpan(place, bytes);
        return _bytes[array].AsSpan(place, bytes);
    }

    private static string Name(int lane) => lane switch
    {
        Many => "other lanes",
        Atomics => "an atomic",
        _ => $"lane {lane}",
    };

    private struct Cell
    {
        public int Writer;
        public int WrittenIn;
        public int Reader;
        public int ReadIn;
    }
}
