namespace IlgpuConv.Runtime;

/// <summary>A launch with its argument block.</summary>
internal sealed unsafe class LaunchCommand : DeviceCommand
{
    private readonly Kernel _kernel;
    private readonly LaunchGrid _grid;
    private readonly byte[] _block;

    public LaunchCommand(Kernel kernel, LaunchGrid grid, ReadOnlySpan<byte> arguments)
    {
        (_kernel, _grid) = (kernel, grid);
        _block = GC.AllocateUninitializedArray<byte>(arguments.Length, pinned: true);
        arguments.CopyTo(_block);
        Uses = RecordedArguments.Uses(kernel, _block);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<BufferUse> Uses { get; }

    /// <inheritdoc/>
    public override string Name => RecordedArguments.ShortName(_kernel);

    /// <inheritdoc/>
    public override DeviceCommand On(Func<nint, BufferPlace?> place) =>
        new LaunchCommand(_kernel, _grid, RecordedArguments.On(_kernel, _block, place));

    /// <inheritdoc/>
    public override void Run(Device device)
    {
        fixed (byte* block = _block) device.Launch(_kernel, _grid, block);
    }
}
