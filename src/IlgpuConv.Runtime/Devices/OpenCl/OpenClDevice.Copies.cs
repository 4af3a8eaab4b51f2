namespace IlgpuConv.Runtime;

/// <content>Copies and fills.</content>
public sealed unsafe partial class OpenClDevice
{
    /// <inheritdoc/>
    protected override DeviceBuffer AllocateCore(long bytes)
    {
        CheckOpen();
        return new PooledBuffer(this, bytes);
    }

    /// <inheritdoc/>
    protected override void WriteCore(DeviceBuffer destination, long offset, ReadOnlySpan<byte> source)
    {
        CheckRange(destination, offset, source.Length);
        nint memory = destination.Handle, done;
        if (source.IsEmpty) return;
        fixed (byte* from = source)
        {
            lock (_queueing)
            {
                CheckOpen();
                Check(
                    _cl.EnqueueWriteBuffer(_queue, memory, 0, (nuint)offset, (nuint)source.Length, from, 0, null, &done), "clEnqueueWriteBuffer");
            }
            Wait(done, "clEnqueueWriteBuffer");
        }
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    protected override void ReadCore(DeviceBuffer source, long offset, Span<byte> destination)
    {
        CheckRange(source, offset, destination.Length);
        nint memory = source.Handle;
        if (destination.IsEmpty) return;
        fixed (byte* to = destination) Wait(EnqueueRead(memory, offset, to, destination.Length, mustFlush: false), "clEnqueueReadBuffer");
        GC.KeepAlive(source);
    }

    /// <inheritdoc/>
    protected override Task ReadAsyncCore(DeviceBuffer source, long offset, Memory<byte> destination)
    {
        CheckRange(source, offset, destination.Length);
        nint memory = source.Handle;
        if (destination.IsEmpty) return Task.CompletedTask;
        var read = new OpenClRead(_cl, destination, code => Fault(code, "clEnqueueReadBuffer"));
        try
        {
            nint done = EnqueueRead(memory, offset, read.Address, destination.Length, mustFlush: true);
            if (!read.CompleteOn(done))
            {
                Wait(done, "clEnqueueReadBuffer");
                read.Abandon();
            }
        }
        catch
        {
            read.Abandon();
            throw;
        }
        GC.KeepAlive(source);
        return read.Task;
    }

    /// <inheritdoc/>
    protected override void CopyCore(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes)
    {
        CheckRange(source, sourceOffset, bytes);
        CheckRange(destination, destinationOffset, bytes);
        nint from = source.Handle, to = destination.Handle;
        if (bytes == 0) return;
        if (from != to || Math.Abs(sourceOffset - destinationOffset) >= bytes)
        {
            lock (_queueing) EnqueueCopy(from, sourceOffset, to, destinationOffset, bytes);
        }
        else if (sourceOffset != destinationOffset)
        {
            // The driver refuses ranges that overlap.
            nint between = Memory.Rent(bytes);
            try
            {
                lock (_queueing)
                {
                    EnqueueCopy(from, sourceOffset, between, 0, bytes);
                    EnqueueCopy(between, 0, to, destinationOffset, bytes);
                }
            }
            finally
            {
                Memory.Return(between, bytes);
            }
        }
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    protected override void FillCore(DeviceBuffer buffer, long offset, long bytes, ReadOnlySpan<byte> pattern)
    {
        CheckRange(buffer, offset, bytes);
        CheckPattern(offset, bytes, pattern);
        nint memory = buffer.Handle;
        if (bytes == 0) return;
        fixed (byte* from = pattern)
        {
            lock (_queueing)
            {
                CheckOpen();
                Check(
                    _cl.EnqueueFillBuffer(_queue, memory, from, (nuint)pattern.Length, (nuint)offset, (nuint)bytes, 0, null, null),
                    "clEnqueueFillBuffer");
            }
        }
        GC.KeepAlive(buffer);
    }

    private nint EnqueueRead(nint memory, long offset, byte* to, long bytes, bool mustFlush)
    {
        nint done;
        lock (_queueing)
        {
            CheckOpen();
            Check(_cl.EnqueueReadBuffer(_queue, memory, 0, (nuint)offset, (nuint)bytes, to, 0, null, &done), "clEnqueueReadBuffer");
            if (mustFlush) _cl.Flush(_queue);
        }
        return done;
    }

    private void EnqueueCopy(nint from, long fromOffset, nint to, long toOffset, long bytes)
    {
        CheckOpen();
        Check(
            _cl.EnqueueCopyBuffer(_queue, from, to, (nuint)fromOffset, (nuint)toOffset, (nuint)bytes, 0, null, null), "clEnqueueCopyBuffer");
    }
}
