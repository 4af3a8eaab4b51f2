namespace IlgpuConv.Runtime;

/// <summary>
/// A launch and one that follows it over the same grid, whose groups need of it what the same group has made, and nothing else: a device may run both
/// part by part, while what was made is in the cache.
/// </summary>
internal sealed unsafe class FollowedCommand(LaunchCommand first, LaunchCommand then) : DeviceCommand
{
    /// <inheritdoc/>
    public override IReadOnlyList<BufferUse> Uses { get; } = [.. first.Uses, .. then.Uses];

    /// <inheritdoc/>
    public override string Name => $"{first.Name} > {then.Name}";

    /// <inheritdoc/>
    public override DeviceCommand On(Func<nint, BufferPlace?> place) => new FollowedCommand(first.At(place), then.At(place));

    /// <inheritdoc/>
    public override void Run(Device device)
    {
        fixed (byte* firstArguments = first.Arguments, thenArguments = then.Arguments)
            device.LaunchFollowed(first.Grid, first.Kernel, firstArguments, then.Kernel, thenArguments);
    }
}
