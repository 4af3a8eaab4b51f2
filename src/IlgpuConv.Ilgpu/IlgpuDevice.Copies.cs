using System.Runtime.InteropServices;
using ILGPU.Runtime;
using IlgpuConv.Runtime;

namespace IlgpuConv.Ilgpu;

/// <content>Memory, copies and fills.</content>
public sealed unsafe partial class IlgpuDevice
{
    /// <summary>Bytes that a fill writes from this process; the rest is copied on the accelerator, twice as much each time.</summary>
    private const int FillBytes = 1 << 14;

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
        ArrayView<byte> to = Bytes(destination, offset, source.Length);
        if (source.IsEmpty) return;
        lock (_launching)
        {
            CheckOpen();
            if (_isProcessor) source.CopyTo(OnHost(to));
            else to.CopyFromCPU(_stream, ref MemoryMarshal.GetReference(source), source.Length);
        }
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    protected override void ReadCore(DeviceBuffer source, long offset, Span<byte> destination)
    {
        CheckRange(source, offset, destination.Length);
        ArrayView<byte> from = Bytes(source, offset, destination.Length);
        if (destination.IsEmpty) return;
        lock (_launching)
        {
            CheckOpen();
            if (_isProcessor) OnHost(from).CopyTo(destination);
            else from.CopyToCPU(_stream, ref MemoryMarshal.GetReference(destination), destination.Length);
        }
        GC.KeepAlive(source);
    }

    /// <inheritdoc/>
    protected override Task ReadAsyncCore(DeviceBuffer source, long offset, Memory<byte> destination)
    {
        if (_isProcessor || destination.IsEmpty)
        {
            ReadCore(source, offset, destination.Span);
            return Task.CompletedTask;
        }
        CheckRange(source, offset, destination.Length);
        // What is read is put aside in the order of the stream: the buffer may be changed before the copy has arrived.
        DeviceBuffer aside = Allocate(destination.Length);
        CopyCore(source, offset, aside, 0, destination.Length);
        return Task.Run(() =>
        {
            using (aside) Read(aside, 0, destination.Span);
        });
    }

    /// <inheritdoc/>
    protected override void CopyCore(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes)
    {
        CheckRange(source, sourceOffset, bytes);
        CheckRange(destination, destinationOffset, bytes);
        ArrayView<byte> from = Bytes(source, sourceOffset, bytes), to = Bytes(destination, destinationOffset, bytes);
        if (bytes == 0) return;
        bool overlaps = source.Handle == destination.Handle && Math.Abs(sourceOffset - destinationOffset) < bytes;
        if (overlaps && !_isProcessor)
        {
            using DeviceBuffer between = Allocate(bytes);
            CopyCore(source, sourceOffset, between, 0, bytes);
            Copy(between, 0, destination, destinationOffset, bytes);
            return;
        }
        lock (_launching)
        {
            CheckOpen();
            if (_isProcessor) Buffer.MemoryCopy((void*)Address(from), (void*)Address(to), bytes, bytes);
            else from.CopyTo(_stream, to);
        }
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    protected override void FillCore(DeviceBuffer buffer, long offset, long bytes, ReadOnlySpan<byte> pattern)
    {
        CheckRange(buffer, offset, bytes);
        CheckPattern(offset, bytes, pattern);
        if (bytes == 0) return;
        Span<byte> start = stackalloc byte[(int)Math.Min(bytes, FillBytes)];
        for (int at = 0; at < start.Length; at += pattern.Length) pattern.CopyTo(start[at..]);
        WriteCore(buffer, offset, start);
        for (long done = start.Length; done < bytes;)
        {
            long step = Math.Min(done, bytes - done);
            CopyCore(buffer, offset, buffer, offset + done, step);
            done += step;
        }
    }

    private static nint Address(in ArrayView<byte> view) => view.LoadEffectiveAddressAsPtr();

    private static Span<byte> OnHost(in ArrayView<byte> view) => new((void*)Address(view), checked((int)view.Length));

    private static ArrayView<byte> Bytes(DeviceBuffer buffer, long offset, long length)
    {
        IlgpuBlock block = IlgpuBlock.Of(buffer.Handle);
        return new ArrayView<byte>(block.Buffer, block.ByteOffset + offset, length);
    }

    private nint AllocateBlock(long bytes)
    {
        try
        {
            using var binding = _accelerator.BindScoped();
            return IlgpuBlock.Handle(_accelerator.AllocateRaw(bytes, 1), 0);
        }
        catch (AcceleratorException refusal)
        {
            throw new OutOfMemoryException(refusal.Message, refusal);
        }
    }

    /// <summary>Frees memory of the pool; ILGPU did so itself where the accelerator was disposed before.</summary>
    private void FreeBlock(nint handle) => IlgpuBlock.Free(handle).Buffer.Dispose();
}
