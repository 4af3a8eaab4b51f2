namespace IlgpuConv.Runtime;

/// <summary>A launch with its argument block.</summary>
internal sealed unsafe class LaunchCommand : DeviceCommand
{
    public LaunchCommand(Kernel kernel, LaunchGrid grid, ReadOnlySpan<byte> arguments)
    {
        (Kernel, Grid) = (kernel, grid);
        Arguments = GC.AllocateUninitializedArray<byte>(arguments.Length, pinned: true);
        arguments.CopyTo(Arguments);
        Uses = RecordedArguments.Uses(kernel, Arguments);
    }

    /// <summary>The kernel.</summary>
    public Kernel Kernel { get; }

    /// <summary>The grid.</summary>
    public LaunchGrid Grid { get; }

    /// <summary>The argument block.</summary>
    public byte[] Arguments { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<BufferUse> Uses { get; }

    /// <inheritdoc/>
    public override string Name => RecordedArguments.ShortName(Kernel);

    /// <inheritdoc/>
    public override DeviceCommand On(Func<nint, BufferPlace?> place) => At(place);

    /// <summary>The same launch with its views in real memory.</summary>
    public LaunchCommand At(Func<nint, BufferPlace?> place) => new(Kernel, Grid, RecordedArguments.On(Kernel, Arguments, place));

    /// <inheritdoc/>
    public override void Run(Device device)
    {
        fixed (byte* block = Arguments) device.Launch(Kernel, Grid, block);
    }
}
