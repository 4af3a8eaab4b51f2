namespace IlgpuConv.Runtime;

/// <summary>Memory on a device. Disposing returns it to the device's pool; a forgotten buffer is returned by its finalizer.</summary>
public abstract class DeviceBuffer : IDisposable
{
    /// <summary>The device that owns the memory.</summary>
    public abstract Device Device { get; }

    /// <summary>The handle that goes into argument blocks: an address on devices with flat memory, the driver's object elsewhere.</summary>
    public abstract nint Handle { get; }

    /// <summary>The size in bytes that was asked for.</summary>
    public abstract long ByteLength { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
