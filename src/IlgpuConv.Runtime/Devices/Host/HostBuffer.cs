namespace IlgpuConv.Runtime;

/// <summary>A buffer in the memory of this process.</summary>
internal sealed class HostBuffer : DeviceBuffer
{
    private readonly HostDevice _device;
    private nint _block;

    public HostBuffer(HostDevice device, long bytes)
    {
        _device = device;
        ByteLength = bytes;
        _block = device.Memory.Rent(bytes);
    }

    ~HostBuffer() => Release();

    public override Device Device => _device;

    public override nint Handle =>
        _block != 0 ? _block : throw new ObjectDisposedException(
            nameof(DeviceBuffer), $"[buffer] a disposed buffer cannot be used. Got a buffer of {ByteLength} bytes of {_device.Id}.");

    public override long ByteLength { get; }

    public override bool IsDisposed => _block == 0;

    public override void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        nint block = Interlocked.Exchange(ref _block, 0);
        if (block != 0) _device.Memory.Return(block, ByteLength);
    }
}
