namespace IlgpuConv.Runtime;

/// <summary>A buffer of the driver, a <c>cl_mem</c>.</summary>
internal sealed class OpenClBuffer : DeviceBuffer
{
    private readonly OpenClDevice _device;
    private nint _memory;

    public OpenClBuffer(OpenClDevice device, long bytes)
    {
        _device = device;
        ByteLength = bytes;
        _memory = device.Memory.Rent(bytes);
    }

    ~OpenClBuffer() => Release();

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

    // What was launched still runs on the memory: the queue is in order, so the next owner's work comes after it, and the driver keeps
    // released memory until the work that uses it is done.
    private void Release()
    {
        nint memory = Interlocked.Exchange(ref _memory, 0);
        if (memory != 0) _device.Memory.Return(memory, ByteLength);
    }
}
