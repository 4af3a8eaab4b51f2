using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <content>Copies and fills. What goes between the process and the device passes through page-locked blocks, which the driver copies asynchronously.</content>
public sealed unsafe partial class CudaDevice
{
    /// <summary>Bytes of a page-locked block: two of them are in flight at a time.</summary>
    private const int StagingBytes = 4 << 20;

    /// <summary>Held while the staging blocks are in use.</summary>
    private readonly Lock _staging = new();
    private CudaStaging? _first;
    private CudaStaging? _second;

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
        CheckNotCaptured("Write");
        nint memory = destination.Handle;
        if (source.IsEmpty) return;
        lock (_staging)
        {
            CheckOpen();
            using CudaContext.Scope scope = _context.Enter();
            for (int at = 0, turn = 0; at < source.Length; at += StagingBytes, turn++)
            {
                int bytes = Math.Min(StagingBytes, source.Length - at);
                CudaStaging block = Staging(turn);
                Check(block.Wait(), "cuEventSynchronize");
                source.Slice(at, bytes).CopyTo(new Span<byte>(block.Address, bytes));
                lock (_queueing)
                {
                    CheckOpen();
                    Check(_cuda.MemcpyHtoDAsync(memory + (nint)(offset + at), block.Address, (nuint)bytes, _stream), "cuMemcpyHtoDAsync");
                    Check(block.Record(_stream), "cuEventRecord");
                }
            }
        }
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    protected override void ReadCore(DeviceBuffer source, long offset, Span<byte> destination)
    {
        CheckRange(source, offset, destination.Length);
        CheckNotCaptured("Read");
        nint memory = source.Handle;
        if (destination.IsEmpty) return;
        lock (_staging)
        {
            CheckOpen();
            using CudaContext.Scope scope = _context.Enter();
            int next = Queue(memory + (nint)offset, Staging(0), destination.Length);
            for (int at = 0, turn = 0; at < destination.Length; turn++)
            {
                int bytes = next;
                // The next block is on its way while this one is emptied.
                if (at + bytes < destination.Length) next = Queue(memory + (nint)(offset + at + bytes), Staging(turn + 1), destination.Length - at - bytes);
                CudaStaging block = Staging(turn);
                Check(block.Wait(), "cuMemcpyDtoHAsync or what was queued before it");
                new ReadOnlySpan<byte>(block.Address, bytes).CopyTo(destination.Slice(at, bytes));
                at += bytes;
            }
        }
        GC.KeepAlive(source);
    }

    /// <inheritdoc/>
    protected override Task ReadAsyncCore(DeviceBuffer source, long offset, Memory<byte> destination)
    {
        CheckRange(source, offset, destination.Length);
        CheckNotCaptured("ReadAsync");
        nint memory = source.Handle;
        if (destination.IsEmpty) return Task.CompletedTask;
        var read = new CudaRead(_locked, destination, code => _context.Fault(code, "cuMemcpyDtoHAsync or what was queued before it"));
        try
        {
            using CudaContext.Scope scope = _context.Enter();
            lock (_queueing)
            {
                CheckOpen();
                Check(_cuda.MemcpyDtoHAsync((void*)read.Block, memory + (nint)offset, (nuint)destination.Length, _stream), "cuMemcpyDtoHAsync");
                Check(read.CompleteOn(_cuda, _stream), "cuStreamAddCallback");
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
        nint from = source.Handle + (nint)sourceOffset, to = destination.Handle + (nint)destinationOffset;
        if (bytes == 0 || from == to) return;
        using CudaContext.Scope scope = _context.Enter();
        if (Math.Abs(from - to) >= bytes)
        {
            lock (_queueing) QueueCopy(from, to, bytes);
        }
        else
        {
            // The driver leaves ranges that overlap open.
            nint between = Memory.Rent(bytes);
            lock (_queueing)
            {
                try
                {
                    QueueCopy(from, between, bytes);
                    QueueCopy(between, to, bytes);
                }
                finally
                {
                    GiveBack(between, bytes);
                }
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
        nint memory = buffer.Handle + (nint)offset;
        if (bytes == 0) return;
        using CudaContext.Scope scope = _context.Enter();
        lock (_queueing)
        {
            CheckOpen();
            switch (pattern.Length)
            {
                case 1: Check(_cuda.MemsetD8Async(memory, pattern[0], (nuint)bytes, _stream), "cuMemsetD8Async"); break;
                case 2: Check(_cuda.MemsetD16Async(memory, MemoryMarshal.Read<ushort>(pattern), (nuint)(bytes / 2), _stream), "cuMemsetD16Async"); break;
                case 4: Check(_cuda.MemsetD32Async(memory, MemoryMarshal.Read<uint>(pattern), (nuint)(bytes / 4), _stream), "cuMemsetD32Async"); break;
                default:
                    uint low = MemoryMarshal.Read<uint>(pattern), high = MemoryMarshal.Read<uint>(pattern[4..]);
                    if (low == high)
                    {
                        Check(_cuda.MemsetD32Async(memory, low, (nuint)(bytes / 4), _stream), "cuMemsetD32Async");
                        break;
                    }
                    // Two columns of 32 bits.
                    Check(_cuda.MemsetD2D32Async(memory, 8, low, 1, (nuint)(bytes / 8), _stream), "cuMemsetD2D32Async");
                    Check(_cuda.MemsetD2D32Async(memory + 4, 8, high, 1, (nuint)(bytes / 8), _stream), "cuMemsetD2D32Async");
                    break;
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <summary>Queues the copy of a block to the process; returns its bytes.</summary>
    private int Queue(nint from, CudaStaging block, int bytes)
    {
        bytes = Math.Min(bytes, StagingBytes);
        Check(block.Wait(), "cuEventSynchronize");
        lock (_queueing)
        {
            CheckOpen();
            Check(_cuda.MemcpyDtoHAsync(block.Address, from, (nuint)bytes, _stream), "cuMemcpyDtoHAsync");
            Check(block.Record(_stream), "cuEventRecord");
        }
        return bytes;
    }

    private void QueueCopy(nint from, nint to, long bytes)
    {
        CheckOpen();
        Check(_cuda.MemcpyDtoDAsync(to, from, (nuint)bytes, _stream), "cuMemcpyDtoDAsync");
    }

    private CudaStaging Staging(int turn) => turn % 2 == 0
        ? _first ??= new CudaStaging(_cuda, _context, _locked, StagingBytes)
        : _second ??= new CudaStaging(_cuda, _context, _locked, StagingBytes);
}
