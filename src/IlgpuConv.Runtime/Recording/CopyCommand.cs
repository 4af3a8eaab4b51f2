namespace IlgpuConv.Runtime;

/// <summary>A copy between two buffers.</summary>
internal sealed class CopyCommand(DeviceBuffer source, long sourceOffset, DeviceBuffer destination, long destinationOffset, long bytes) : DeviceCommand
{
    /// <inheritdoc/>
    public override IReadOnlyList<BufferUse> Uses { get; } = [new(LaunchTape.NameOf(source), false), new(LaunchTape.NameOf(destination), true)];

    /// <inheritdoc/>
    public override string Name => "copy";

    /// <inheritdoc/>
    public override DeviceCommand On(Func<nint, BufferPlace?> place)
    {
        BufferPlace from = place(LaunchTape.NameOf(source)) ?? new(source, 0), to = place(LaunchTape.NameOf(destination)) ?? new(destination, 0);
        return new CopyCommand(from.Buffer, from.ByteOffset + sourceOffset, to.Buffer, to.ByteOffset + destinationOffset, bytes);
    }

    /// <inheritdoc/>
    public override void Run(Device device) => device.Copy(source, sourceOffset, destination, destinationOffset, bytes);
}
