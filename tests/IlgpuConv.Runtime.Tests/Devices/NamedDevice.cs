namespace IlgpuConv.Runtime.Tests;

/// <summary>A device that only has a name.</summary>
internal sealed unsafe class NamedDevice(string id) : Device
{
    public override string Id => id;

    public override string Name => id;

    public override DeviceCapabilities Capabilities => throw new NotSupportedException();

    public override MemoryPool Memory => throw new NotSupportedException();

    protected override DeviceBuffer AllocateCore(long bytes) => throw new NotSupportedException();

    protected override void WriteCore(DeviceBuffer destination, long offset, ReadOnlySpan<byte> source) => throw new NotSupportedException();

    protected override void ReadCore(DeviceBuffer source, long offset, Span<byte> destination) => throw new NotSupportedException();

    protected override Task ReadAsyncCore(DeviceBuffer source, long offset, Memory<byte> destination) => throw new NotSupportedException();

    protected override void CopyCore(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes) =>
        throw new NotSupportedException();

    protected override void FillCore(DeviceBuffer buffer, long offset, long bytes, ReadOnlySpan<byte> pattern) => throw new NotSupportedException();

    public override int GroupSize(Kernel kernel) => throw new NotSupportedException();

    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments) => throw new NotSupportedException();

    protected override void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages) => throw new NotSupportedException();

    public override void Synchronize() => throw new NotSupportedException();

    protected override void Close() => throw new NotSupportedException();
}
