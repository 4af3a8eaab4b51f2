using System.Diagnostics;

namespace IlgpuConv.Runtime;

/// <summary>
/// A device that holds buffers and runs kernels. Copies and launches take effect in the order in which one thread gives them; calls
/// from several threads are safe.
/// </summary>
public abstract class Device : IDisposable
{
    /// <summary>The name that selects the device, such as <c>cpu</c> or <c>opencl:0</c>.</summary>
    public abstract string Id { get; }

    /// <summary>The device in words, for people: never asked by a plan.</summary>
    public abstract string Name { get; }

    /// <summary>What the device can do.</summary>
    public abstract DeviceCapabilities Capabilities { get; }

    /// <summary>The device's memory: in use, cached, peak, cap.</summary>
    public abstract MemoryPool Memory { get; }

    /// <summary>Whether the device was disposed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Whether <see cref="Devices"/> owns the device: then <see cref="Dispose"/> leaves it as it is.</summary>
    internal bool IsShared { get; set; }

    /// <summary>Allocates <paramref name="bytes"/> bytes, 64-byte aligned; the contents are undefined. Zero bytes are legal.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    /// <exception cref="DeviceMemoryException">The request does not fit under the cap.</exception>
    public DeviceBuffer Allocate(long bytes) => LaunchTape.Of(this) is { } tape ? tape.Allocate(bytes) : AllocateCore(bytes);

    /// <summary>
    /// Allocates like <see cref="Allocate"/> what kernels write while they read <paramref name="source"/>: a device whose reads wait for stores to the same
    /// place of another page begins it at another place.
    /// </summary>
    internal DeviceBuffer AllocateApart(in BufferView source, long bytes) => LaunchTape.Of(this) is { } tape ? tape.Allocate(bytes) : AllocateApartCore(in source, bytes);

    /// <summary>Copies <paramref name="source"/> into the buffer from byte <paramref name="offset"/> on; done on return.</summary>
    /// <exception cref="ArgumentException">The range leaves the buffer, or the buffer is another device's.</exception>
    public void Write(DeviceBuffer destination, long offset, ReadOnlySpan<byte> source)
    {
        if (LaunchTape.Of(this) is { } tape) tape.Write(destination, offset, source);
        else WriteCore(destination, offset, source);
    }

    /// <summary>Fills <paramref name="destination"/> from byte <paramref name="offset"/> of the buffer on; done on return.</summary>
    /// <exception cref="ArgumentException">The range leaves the buffer, or the buffer is another device's.</exception>
    public void Read(DeviceBuffer source, long offset, Span<byte> destination)
    {
        LaunchTape.Of(this)?.CheckRead(source, destination.Length);
        ReadCore(source, offset, destination);
    }

    /// <summary>
    /// Copies bytes of <paramref name="source"/> as they are after everything launched so far; the task ends when
    /// <paramref name="destination"/> is filled, and the buffer may be changed or disposed before.
    /// </summary>
    /// <exception cref="ArgumentException">The range leaves the buffer, or the buffer is another device's.</exception>
    public Task ReadAsync(DeviceBuffer source, long offset, Memory<byte> destination)
    {
        LaunchTape.Of(this)?.CheckRead(source, destination.Length);
        return ReadAsyncCore(source, offset, destination);
    }

    /// <summary>Copies <paramref name="bytes"/> bytes between two buffers of this device, or within one as if at once.</summary>
    /// <exception cref="ArgumentException">A range leaves its buffer, or a buffer is another device's.</exception>
    public void Copy(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes)
    {
        if (LaunchTape.Of(this) is { } tape) tape.Copy(source, sourceOffset, destination, destinationOffset, bytes);
        else CopyCore(source, sourceOffset, destination, destinationOffset, bytes);
    }

    /// <summary>Repeats <paramref name="pattern"/> (1, 2, 4 or 8 bytes) over <paramref name="bytes"/> bytes of the buffer.</summary>
    /// <exception cref="ArgumentException">The range leaves the buffer, or is no whole number of patterns.</exception>
    public void Fill(DeviceBuffer buffer, long offset, long bytes, ReadOnlySpan<byte> pattern)
    {
        if (LaunchTape.Of(this) is { } tape) tape.Fill(buffer, offset, bytes, pattern);
        else FillCore(buffer, offset, bytes, pattern);
    }

    /// <summary>The lanes of a group of <paramref name="kernel"/> on this device.</summary>
    public abstract int GroupSize(Kernel kernel);

    /// <summary>Runs <paramref name="kernel"/> over <paramref name="grid"/>; an extent of zero launches nothing.</summary>
    /// <exception cref="ArgumentException">An extent is negative, or the kernel has no form for this device.</exception>
    /// <exception cref="KernelFaultException">The kernel failed (on devices that find out).</exception>
    public unsafe void Launch(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        if (LaunchTape.Of(this) is { } tape) tape.Launch(kernel, grid, arguments);
        else LaunchCore(kernel, grid, arguments);
    }

    /// <summary>
    /// Runs all <paramref name="stages"/> over each of <paramref name="blocks"/> independent blocks, in order within a block: a stage's
    /// grid is that of one block, <c>Grid.IdxZ</c> is the block, and the stages share <paramref name="workspaceBytes"/> bytes of
    /// private workspace, undefined at the start of a block.
    /// </summary>
    /// <exception cref="ArgumentException">An extent is negative, or a kernel has no form for this device.</exception>
    public void LaunchChain(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        if (LaunchTape.Of(this) is { } tape) tape.LaunchChain(blocks, workspaceBytes, stages);
        else LaunchChainCore(blocks, workspaceBytes, stages);
    }

    /// <summary>
    /// Runs a kernel and another one over the same grid, whose groups need of the first what the same group has made, and nothing else: a device may
    /// do both part by part.
    /// </summary>
    internal virtual unsafe void LaunchFollowed(LaunchGrid grid, Kernel first, byte* firstArguments, Kernel then, byte* thenArguments)
    {
        Launch(first, grid, firstArguments);
        Launch(then, grid, thenArguments);
    }

    /// <summary>Says that a kernel is launched soon: a device may make its machine code meanwhile.</summary>
    internal virtual void Expect(Kernel kernel)
    {
    }

    /// <summary>Waits until everything launched so far is done.</summary>
    public abstract void Synchronize();

    /// <summary>
    /// The seconds that the launches and copies of <paramref name="work"/> take, by the device's own clock where it has one; what was
    /// launched before is not counted.
    /// </summary>
    public virtual double Time(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Synchronize();
        long began = Stopwatch.GetTimestamp();
        work();
        Synchronize();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Ends the device and gives its memory back. A device that <see cref="Devices"/> handed out is shared and stays.</summary>
    public void Dispose()
    {
        if (IsShared || IsDisposed) return;
        IsDisposed = true;
        Close();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>Ends the device; called once.</summary>
    protected abstract void Close();

    /// <summary>What <see cref="Allocate"/> does.</summary>
    protected abstract DeviceBuffer AllocateCore(long bytes);

    /// <summary>What <see cref="Write"/> does.</summary>
    protected abstract void WriteCore(DeviceBuffer destination, long offset, ReadOnlySpan<byte> source);

    /// <summary>Takes memory of the pool back, which what was queued may still use: work is done in order, so the next owner's comes after it.</summary>
    internal virtual void GiveBack(nint memory, long bytes) => Memory.Return(memory, bytes);

    /// <summary>What <see cref="Read"/> does.</summary>
    protected abstract void ReadCore(DeviceBuffer source, long offset, Span<byte> destination);

    /// <summary>What <see cref="ReadAsync"/> does.</summary>
    protected abstract Task ReadAsyncCore(DeviceBuffer source, long offset, Memory<byte> destination);

    /// <summary>What <see cref="Copy"/> does.</summary>
    protected abstract void CopyCore(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes);

    /// <summary>What <see cref="Fill"/> does.</summary>
    protected abstract void FillCore(DeviceBuffer buffer, long offset, long bytes, ReadOnlySpan<byte> pattern);

    /// <summary>What <see cref="AllocateApart"/> does.</summary>
    private protected virtual DeviceBuffer AllocateApartCore(in BufferView source, long bytes) => AllocateCore(bytes);

    /// <summary>What <see cref="Launch"/> does.</summary>
    protected abstract unsafe void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments);

    /// <summary>What <see cref="LaunchChain"/> does.</summary>
    protected abstract void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages);

    /// <summary>Throws when the device was disposed.</summary>
    protected void CheckOpen()
    {
        if (IsDisposed) throw new ObjectDisposedException(Id, $"[device] a disposed device cannot be used. Got {Id}.");
    }

    /// <summary>Throws unless the range lies within a live buffer of this device.</summary>
    protected void CheckRange(DeviceBuffer buffer, long offset, long bytes)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        CheckOpen();
        if (buffer.Device != this)
        {
            throw new ArgumentException(
                $"[buffer] a buffer must belong to the device. Got a buffer of {buffer.Device.Id} on {Id}.", nameof(buffer));
        }
        if (offset < 0 || bytes < 0 || offset > buffer.ByteLength - bytes)
        {
            throw new ArgumentException(
                $"[buffer] a range must lie within the buffer. Got offset {offset} and {bytes} bytes in a buffer of {buffer.ByteLength} bytes.",
                nameof(offset));
        }
    }

    /// <summary>Throws unless a fill repeats <paramref name="pattern"/> a whole number of times, aligned to its size.</summary>
    protected static void CheckPattern(long offset, long bytes, ReadOnlySpan<byte> pattern)
    {
        if (pattern.Length is (1 or 2 or 4 or 8) && bytes % pattern.Length == 0 && offset % pattern.Length == 0) return;
        throw new ArgumentException(
            "[buffer] a fill repeats a pattern of 1, 2, 4 or 8 bytes a whole number of times at a multiple of its size. " +
            $"Got {pattern.Length} bytes over {bytes} bytes at offset {offset}.",
            nameof(pattern));
    }

    /// <summary>Groups along x for a launch, after checking its extents.</summary>
    protected static int GroupsAlongX(LaunchGrid grid, int groupSize)
    {
        long groups = (grid.Lanes + groupSize - 1) / groupSize;
        if (grid.Lanes < 0 || grid.Y < 0 || grid.Z < 0 || groups > int.MaxValue)
        {
            throw new ArgumentException(
                $"[launch] extents must be at least 0, with at most {int.MaxValue} groups along x. " +
                $"Got {grid.Lanes} lanes in groups of {groupSize}, y {grid.Y}, z {grid.Z}.",
                nameof(grid));
        }
        return (int)groups;
    }

    /// <summary>Checks the extents of a chain and the argument blocks of its stages.</summary>
    protected static void CheckChain(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        if (blocks < 0 || workspaceBytes < 0)
        {
            throw new ArgumentException(
                $"[launch] a chain has at least 0 blocks and 0 bytes of workspace. Got {blocks} blocks and {workspaceBytes} bytes.",
                nameof(blocks));
        }
        foreach (ChainStage stage in stages)
        {
            if (stage.Arguments.Length < stage.Kernel.ArgumentBytes)
            {
                throw new ArgumentException(
                    $"[launch] a stage's argument block must hold the arguments of its kernel. " +
                    $"Got {stage.Arguments.Length} bytes for {stage.Kernel.ArgumentBytes} of {stage.Kernel.Name}.",
                    nameof(stages));
            }
        }
    }
}
