namespace IlgpuConv.Runtime;

/// <summary>Memory on a device. Disposing returns it to the device's pool; a forgotten buffer is returned by its finalizer.</summary>
public abstract class DeviceBuffer : IDisposable
{
    /// <summary>The device that owns the memory.</summary>
    public abstract Device Device { get; }

    /// <summary>The handle that goes into argument blocks: an address on devices with flat memory, the driver's object elsewhere.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    public abstract nint Handle { get; }

    /// <summary>The size in bytes that was asked for.</summary>
    public abstract long ByteLength { get; }

    /// <summary>Whether the buffer was disposed.</summary>
    public abstract bool IsDisposed { get; }

    /// <summary>The whole buffer as elements of <paramref name="type"/>; bytes that fill no element are left out.</summary>
    public BufferView View(ElementType type) => new(this, type, 0, ByteLength / type.Size());

    /// <summary><paramref name="length"/> elements of <paramref name="type"/> from element <paramref name="offset"/> on.</summary>
    /// <exception cref="ArgumentException">The range leaves the buffer.</exception>
    public BufferView View(ElementType type, long offset, long length)
    {
        long limit = ByteLength / type.Size();
        if (offset < 0 || length < 0 || offset > limit - length)
        {
            throw new ArgumentException(
                $"[buffer] a view must lie within the buffer. Got offset {offset} and length {length} in {limit} elements of {type}.",
                nameof(offset));
        }
        return new BufferView(this, type, offset, length);
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
