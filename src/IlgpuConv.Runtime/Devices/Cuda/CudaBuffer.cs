namespace IlgpuConv.Runtime;

/// <summary>A buffer in the device's memory: the handle is its address there.</summary>
internal sealed class CudaBuffer : DeviceBuffer
{
    private readonly CudaDevice _device;
    private nint _memory;

    public CudaBuffer(CudaDevice device, long bytes)
    {
        _device = device;
        ByteLength = bytes;
        _memory = device.Memory.Rent(bytes);
    }

    ~CudaBuffer() => Release();

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

    // What was launched still runs on the memory: the stream is in order, so the next owner's work comes after it.
    private void Release()
    {
        nint memory = Interlocked.Exchange(ref _memory, 0);
        if (memory != 0) _device.GiveBack(memory, ByteLength);
    }
}
