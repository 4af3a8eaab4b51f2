using IlgpuConv.Runtime;

namespace IlgpuConv.Ilgpu;

/// <summary>A buffer of an accelerator: from the device's pool, or the program's memory, which stays when the buffer is disposed.</summary>
internal sealed class IlgpuBuffer : DeviceBuffer
{
    private readonly IlgpuDevice _device;
    private readonly bool _isBorrowed;
    private nint _handle;

    /// <summary>A buffer of the pool.</summary>
    public IlgpuBuffer(IlgpuDevice device, long bytes)
    {
        (_device, ByteLength) = (device, bytes);
        _handle = device.Memory.Rent(bytes);
    }

    /// <summary>Memory that the program owns.</summary>
    public IlgpuBuffer(IlgpuDevice device, IlgpuBlock block, long bytes)
    {
        (_device, ByteLength, _isBorrowed) = (device, bytes, true);
        _handle = IlgpuBlock.Handle(block.Buffer, block.ByteOffset);
    }

    ~IlgpuBuffer() => Release();

    public override Device Device => _device;

    public override nint Handle =>
        _handle != 0 ? _handle : throw new ObjectDisposedException(
            nameof(DeviceBuffer), $"[buffer] a disposed buffer cannot be used. Got a buffer of {ByteLength} bytes of {_device.Id}.");

    public override long ByteLength { get; }

    public override bool IsDisposed => _handle == 0;

    public override void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    // The stream is in order, so the next owner's work comes after what still runs on the memory.
    private void Release()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle == 0) return;
        if (_isBorrowed) IlgpuBlock.Free(handle);
        else _device.Memory.Return(handle, ByteLength);
    }
}
