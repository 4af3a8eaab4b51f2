namespace IlgpuConv.PtxMachine;

/// <summary>The private arrays of each lane; an element must be written before it is read.</summary>
internal sealed class PtxLocalMemory(PtxKernel kernel, int lanes)
{
    private readonly byte[][] _bytes = [.. kernel.Arrays.Select(a => new byte[a.Space == "local" ? a.Bytes * lanes : 0])];
    private readonly bool[][] _isWritten = [.. kernel.Arrays.Select(a => new bool[a.Space == "local" ? a.Bytes * lanes : 0])];

    public void Start()
    {
        foreach (bool[] isWritten in _isWritten) Array.Clear(isWritten);
    }

    public Span<byte> At(ulong address, int bytes, int lane, bool isWrite)
    {
        ulong array = (address / PtxKernel.ArraySpace) - 1, place = address % PtxKernel.ArraySpace;
        if (array >= (ulong)_bytes.Length || place + (ulong)bytes > (ulong)(_bytes[array].Length / lanes)) throw new PtxException($"{bytes} bytes at {address:x}, outside the lane's arrays.");
        if (place % (ulong)bytes != 0) throw new PtxException($"an address that is no multiple of {bytes}: {address:x}.");
        int at = (_bytes[array].Length / lanes * lane) + (int)place;
        if (isWrite) _isWritten[array][at] = true;
        else if (!_isWritten[array][at]) throw new PtxException($"lane {lane} reads an array element that was never written, at {address:x}.");
        return _bytes[array].AsSpan(at, bytes);
    }
}
