namespace IlgpuConv.Runtime;

/// <summary>A pattern repeated over part of a buffer.</summary>
internal sealed class FillCommand(DeviceBuffer buffer, long offset, long bytes, byte[] pattern) : DeviceCommand
{
    /// <inheritdoc/>
    public override IReadOnlyList<BufferUse> Uses { get; } = [new(LaunchTape.NameOf(buffer), true)];

    /// <inheritdoc/>
    public override string Name => "fill";

    /// <inheritdoc/>
    public override DeviceCommand On(Func<nint, BufferPlace?> place)
    {
        BufferPlace to = place(LaunchTape.NameOf(buffer)) ?? new(buffer, 0);
        return new FillCommand(to.Buffer, to.ByteOffset + offset, bytes, pattern);
    }

    /// <inheritdoc/>
    public override void Run(Device device) => device.Fill(buffer, offset, bytes, pattern);
}
