using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>What devices share whose memory is the memory of this process and whose launches are done on return.</summary>
public abstract unsafe class HostDevice : Device
{
    private protected HostDevice(string id)
    {
        Id = id;
        MachineMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Memory = new MemoryPool(id, MachineMemory, new HostMemory().Allocate, HostMemory.Free, HostMemory.Apart);
    }

    /// <inheritdoc/>
    public override string Id { get; }

    /// <inheritdoc/>
    public override MemoryPool Memory { get; }

    /// <summary>Bytes of memory of the machine, or of the container that limits it.</summary>
    private protected long MachineMemory { get; }

    /// <inheritdoc/>
    protected override DeviceBuffer AllocateCore(long bytes)
    {
        CheckOpen();
        return new PooledBuffer(this, bytes);
    }

    /// <inheritdoc/>
    private protected override DeviceBuffer AllocateApartCore(in BufferView source, long bytes)
    {
        CheckOpen();
        return new PooledBuffer(this, bytes, source.Buffer.Handle + (nint)(source.Offset * source.Type.Size()));
    }

    /// <inheritdoc/>
    protected override void WriteCore(DeviceBuffer destination, long offset, ReadOnlySpan<byte> source)
    {
        CheckRange(destination, offset, source.Length);
        source.CopyTo(new Span<byte>((byte*)destination.Handle + offset, source.Length));
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    protected override void ReadCore(DeviceBuffer source, long offset, Span<byte> destination)
    {
        CheckRange(source, offset, destination.Length);
        new ReadOnlySpan<byte>((byte*)source.Handle + offset, destination.Length).CopyTo(destination);
        GC.KeepAlive(source);
    }

    /// <inheritdoc/>
    protected override Task ReadAsyncCore(DeviceBuffer source, long offset, Memory<byte> destination)
    {
        ReadCore(source, offset, destination.Span);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void CopyCore(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes)
    {
        CheckRange(source, sourceOffset, bytes);
        CheckRange(destination, destinationOffset, bytes);
        Buffer.MemoryCopy((byte*)source.Handle + sourceOffset, (byte*)destination.Handle + destinationOffset, bytes, bytes);
        GC.KeepAlive(source);
        GC.KeepAlive(destination);
    }

    /// <inheritdoc/>
    protected override void FillCore(DeviceBuffer buffer, long offset, long bytes, ReadOnlySpan<byte> pattern)
    {
        CheckRange(buffer, offset, bytes);
        CheckPattern(offset, bytes, pattern);
        byte* start = (byte*)buffer.Handle + offset;
        const int Step = 1 << 30; // a multiple of every pattern that fits a span
        for (long at = 0; at < bytes; at += Step)
        {
            int count = (int)Math.Min(Step, bytes - at);
            switch (pattern.Length)
            {
                case 1: new Span<byte>(start + at, count).Fill(pattern[0]); break;
                case 2: new Span<ushort>(start + at, count / 2).Fill(MemoryMarshal.Read<ushort>(pattern)); break;
                case 4: new Span<uint>(start + at, count / 4).Fill(MemoryMarshal.Read<uint>(pattern)); break;
                default: new Span<ulong>(start + at, count / 8).Fill(MemoryMarshal.Read<ulong>(pattern)); break;
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <inheritdoc/>
    public override void Synchronize() => CheckOpen();

    /// <inheritdoc/>
    protected override void Close() => Memory.Close();
}
