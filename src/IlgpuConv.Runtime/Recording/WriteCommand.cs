namespace IlgpuConv.Runtime;

/// <summary>Numbers of the program that go into a buffer, the same every time.</summary>
internal sealed class WriteCommand(DeviceBuffer buffer, long offset, byte[] values) : DeviceCommand
{
    /// <inheritdoc/>
    public override IReadOnlyList<BufferUse> Uses { get; } = [new(LaunchTape.NameOf(buffer), true)];

    /// <inheritdoc/>
    public override string Name => "write";

    /// <inheritdoc/>
    public override DeviceCommand On(Func<nint, BufferPlace?> place)
    {
        BufferPlace to = place(LaunchTape.NameOf(buffer)) ?? new(buffer, 0);
        return new WriteCommand(to.Buffer, to.ByteOffset + offset, values);
    }

    /// <summary>The same as a copy from memory that <paramref name="allocate"/> makes and that is written now.</summary>
    public CopyCommand AsCopy(Func<byte[], DeviceBuffer> allocate, Device device)
    {
        DeviceBuffer source = allocate(values);
        device.Write(source, 0, values);
        return new CopyCommand(source, 0, buffer, offset, values.Length);
    }

    /// <inheritdoc/>
    public override void Run(Device device) => device.Write(buffer, offset, values);
}
