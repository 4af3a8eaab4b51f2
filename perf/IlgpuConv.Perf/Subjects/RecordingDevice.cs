using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>
/// A device whose launches run on a <c>cpu</c> device and are kept, so that they can be run again without what surrounds them. The
/// buffers they name must live as long as they do.
/// </summary>
internal sealed unsafe class RecordingDevice : HostDevice
{
    private readonly CpuDevice _processor;
    private readonly List<Launched> _launches = [];

    public RecordingDevice(CpuDevice processor)
        : base("cpu") => _processor = processor;

    /// <inheritdoc/>
    public override string Name => _processor.Name;

    /// <inheritdoc/>
    public override DeviceCapabilities Capabilities => _processor.Capabilities;

    /// <summary>Whether launches are kept.</summary>
    public bool IsRecording { get; set; }

    /// <summary>The names of the kept kernels, in order; a stage of a chain counts as one.</summary>
    public string[] Kernels => [.. _launches.SelectMany(launch => launch.Stages.Length > 0 ? launch.Stages.Select(s => s.Kernel) : [launch.Kernel!]).Select(ShortName)];

    /// <inheritdoc/>
    public override int GroupSize(Kernel kernel) => _processor.GroupSize(kernel);

    /// <inheritdoc/>
    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (IsRecording) _launches.Add(new(kernel, grid, new ReadOnlySpan<byte>(arguments, kernel.ArgumentBytes).ToArray(), 0, 0, []));
        _processor.Launch(kernel, grid, arguments);
    }

    /// <inheritdoc/>
    protected override void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        if (IsRecording) _launches.Add(new(null, default, [], blocks, workspaceBytes, stages.ToArray()));
        _processor.LaunchChain(blocks, workspaceBytes, stages);
    }

    /// <summary>Runs the kept launches again.</summary>
    public void Replay()
    {
        foreach (Launched launch in _launches)
        {
            if (launch.Kernel is null)
            {
                _processor.LaunchChain(launch.Blocks, launch.WorkspaceBytes, launch.Stages);
                continue;
            }
            fixed (byte* arguments = launch.Arguments) _processor.Launch(launch.Kernel, launch.Grid, arguments);
        }
    }

    private static string ShortName(Kernel kernel) => kernel.Name[(kernel.Name.LastIndexOf('.') + 1)..];

    private sealed record Launched(Kernel? Kernel, LaunchGrid Grid, byte[] Arguments, int Blocks, long WorkspaceBytes, ChainStage[] Stages);
}
