using System.Runtime.InteropServices;

namespace IlgpuConv.PtxMachine;

/// <summary>
/// The views of a launch: an access must lie within one of them, at a multiple of its size, and a read where something was written. The
/// header of the packed arguments is followed by offset and length of each view.
/// </summary>
internal sealed class PtxViewMemory
{
    private const int Header = 48;
    private const int WorkspaceStride = 24;

    private readonly Range[] _ranges;
    private readonly long _stride;
    private int _last;
    private ulong _block;

    public PtxViewMemory(PtxKernel kernel, PtxLaunch launch)
    {
        _stride = MemoryMarshal.Read<long>(launch.Packed.AsSpan(WorkspaceStride));
        _ranges = new Range[launch.Views.Length];
        for (int i = 0; i < _ranges.Length; i++)
        {
            ReadOnlySpan<long> view = MemoryMarshal.Cast<byte, long>(launch.Packed.AsSpan(Header + (16 * i), 16));
            int size = kernel.ViewElements[i];
            if (launch.Memory.Find(launch.Views[i]) is not { } at) throw new PtxException($"view {i} lies nowhere: {launch.Views[i]:x}.");
            _ranges[i] = new Range(launch.Views[i] + (ulong)(view[0] * size), (ulong)(view[1] * size), at.Block, at.Offset + (view[0] * size));
        }
    }

    /// <summary>Begins a group: a block of a chain has its own part of the workspace.</summary>
    public void Start(uint z) => _block = z * (ulong)_stride;

    /// <summary>The block of an element and its place there.</summary>
    public DeviceMemory.Block At(ulong address, int bytes, out int place)
    {
        if (address % (ulong)bytes != 0) throw new PtxException($"an address that is no multiple of {bytes}: {address:x}.");
        Range range = _ranges[_last];
        if (!Holds(range, address, bytes, out place))
        {
            int i = 0;
            while (i < _ranges.Length && !Holds(_ranges[i], address, bytes, out place)) i++;
            if (i == _ranges.Length) throw new PtxException($"{bytes} bytes at {address:x}, outside {string.Join(", ", _ranges)}.");
            range = _ranges[_last = i];
        }
        if (place < 0 || place + bytes > range.Block.Bytes.Length) throw new PtxException($"{bytes} bytes at {address:x}, outside the buffer.");
        return range.Block;
    }

    private bool Holds(in Range range, ulong address, int bytes, out int place)
    {
        ulong within = address - range.Address;
        place = (int)(range.Offset + (long)within);
        if (within < range.Bytes && within + (ulong)bytes <= range.Bytes) return true;
        within -= _block;
        return _stride != 0 && within < range.Bytes && within + (ulong)bytes <= range.Bytes;
    }

    private readonly record struct Range(ulong Address, ulong Bytes, DeviceMemory.Block Block, long Offset)
    {
        public override string ToString() => $"{Address:x} to {Address + Bytes:x}";
    }
}
