namespace IlgpuConv.Runtime;

/// <summary>A buffer in memory of the device's pool, or in memory that is not its own: the handle is the address there, or the driver's object.</summary>
internal sealed class PooledBuffer : DeviceBuffer
{
    private readonly Device _device;
    private readonly Action<nint>? _free;
    private nint _memory;

    /// <summary>A buffer of the pool, whose place in a page is far from that of <paramref name="apart"/> where the pool can choose.</summary>
    public PooledBuffer(Device device, long bytes, nint apart = 0)
    {
        (_device, ByteLength) = (device, bytes);
        _memory = device.Memory.Rent(bytes, apart);
    }

    /// <summary>Memory of someone else, whose handle <paramref name="free"/> ends.</summary>
    public PooledBuffer(Device device, long bytes, nint memory, Action<nint> free) => (_device, ByteLength, _memory, _free) = (device, bytes, memory, free);

    ~PooledBuffer() => Release();

    public override Device Device => _device;

    public override nint Handle =>
        _memory != 0 ? _memory : throw new ObjectDisposedException(
            nameof(DeviceBuffer), $"[buffer] a disposed buffer cannot be used. Got a buffer of {ByteLength} bytes of {_device.Id}.");

    public override long ByteLength { get; }

    public override bool IsDisposed => _memory == 0;

    public override void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        nint memory = Interlocked.Exchange(ref _memory, 0);
        if (memory == 0) return;
        if (_free is null) _device.GiveBack(memory, ByteLength);
        else _free(memory);
    }
}
