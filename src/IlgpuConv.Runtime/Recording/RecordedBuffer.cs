namespace IlgpuConv.Runtime;

/// <summary>A buffer that has no memory: a name for it in recorded commands, until a place is planned.</summary>
internal sealed class RecordedBuffer(LaunchTape tape, nint handle, long bytes) : DeviceBuffer
{
    private bool _isDisposed;

    /// <summary>The handle in recorded commands: an address that no program has, so that using it by mistake cannot go unseen.</summary>
    public nint Name => handle;

    /// <inheritdoc/>
    public override Device Device => tape.Device;

    /// <inheritdoc/>
    public override nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (tape.IsRecording) return handle;
            throw new InvalidOperationException(
                $"[inference] a tensor that was made while a network was compiled cannot be used outside. Got a buffer of {bytes} bytes of {Device.Id}.");
        }
    }

    /// <inheritdoc/>
    public override long ByteLength => bytes;

    /// <inheritdoc/>
    public override bool IsDisposed => _isDisposed;

    /// <inheritdoc/>
    public override void Dispose() => _isDisposed = true;
}
