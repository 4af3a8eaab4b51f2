namespace IlgpuConv.Runtime;

/// <summary>A chain of launches.</summary>
internal sealed class ChainCommand(int blocks, long workspaceBytes, ChainStage[] stages) : DeviceCommand
{
    /// <inheritdoc/>
    public override IReadOnlyList<BufferUse> Uses { get; } = [.. stages.SelectMany(stage => RecordedArguments.Uses(stage.Kernel, stage.Arguments))];

    /// <inheritdoc/>
    public override string Name => string.Join(" > ", stages.Select(stage => RecordedArguments.ShortName(stage.Kernel)));

    /// <inheritdoc/>
    public override DeviceCommand On(Func<nint, BufferPlace?> place) => new ChainCommand(
        blocks, workspaceBytes, Array.ConvertAll(stages, stage => stage with { Arguments = RecordedArguments.On(stage.Kernel, stage.Arguments, place), Keeps = null }));

    /// <inheritdoc/>
    public override void Run(Device device) => device.LaunchChain(blocks, workspaceBytes, stages);
}
