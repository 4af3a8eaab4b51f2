namespace IlgpuConv.Runtime;

/// <summary>
/// Runs the scalar form of a kernel one lane after the other, groups in order, every access checked: the definition that other devices
/// are compared with.
/// </summary>
public sealed unsafe class ReferenceDevice : HostDevice
{
    private readonly Lock _lock = new();
    private readonly ReferenceGroup _group;

    /// <summary>Makes a device.</summary>
    /// <param name="groupSize">Lanes of a group, 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groupSize"/> is below 1 or above 1024.</exception>
    public ReferenceDevice(int groupSize = 1)
        : base("reference")
    {
        if (groupSize is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(groupSize), $"[device] a group has 1 to 1024 lanes. Got {groupSize}.");
        _group = new ReferenceGroup(groupSize);
        Capabilities = new DeviceCapabilities(DeviceKind.Reference, groupSize, 1, 32, MachineMemory, true, true);
    }

    /// <summary>Ends the threads of a forgotten device, or of one whose constructor threw.</summary>
    ~ReferenceDevice() => _group?.Close();

    /// <inheritdoc/>
    public override string Name => $"scalar definition, {_group.LaneCount} lanes a group";

    /// <inheritdoc/>
    public override DeviceCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override int GroupSize(Kernel kernel) => _group.LaneCount;

    /// <inheritdoc/>
    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        CheckOpen();
        lock (_lock) Run(kernel, arguments, GroupsAlongX(grid, _group.LaneCount), grid.Y, 0, grid.Z, grid.Z);
    }

    /// <inheritdoc/>
    protected override void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        CheckOpen();
        CheckChain(blocks, workspaceBytes, stages);
        using DeviceBuffer workspace = Allocate(workspaceBytes);
        lock (_lock)
        {
            for (int block = 0; block < blocks; block++)
            {
                Fill(workspace, 0, workspaceBytes, [ReferenceGroup.Unwritten]);
                foreach (ChainStage stage in stages) RunStage(stage, block, blocks, workspace);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        lock (_lock) _group.Close();
        base.Close();
    }

    private void RunStage(ChainStage stage, int block, int blocks, DeviceBuffer workspace)
    {
        var arguments = (byte[])stage.Arguments.Clone();
        fixed (byte* start = arguments)
        {
            foreach (KernelParameter parameter in stage.Kernel.Parameters)
            {
                if (parameter is { IsWorkspace: true, View: { } type })
                    *(ViewArgument*)(start + parameter.ByteOffset) = new ViewArgument(workspace.Handle, 0, workspace.ByteLength / type.Size());
            }
            Run(stage.Kernel, start, GroupsAlongX(stage.Grid, _group.LaneCount), stage.Grid.Y, block, block + 1, blocks);
        }
        GC.KeepAlive(stage);
    }

    private void Run(Kernel kernel, byte* arguments, int groupsX, int groupsY, int firstZ, int endZ, int groupsZ)
    {
        if (kernel.Code.Scalar == null)
        {
            throw new ArgumentException(
                $"[launch] the reference device needs the scalar form of the kernel. Got none in {kernel.Name}.", nameof(kernel));
        }
        for (int z = firstZ; z < endZ; z++)
            for (int y = 0; y < groupsY; y++)
                for (int x = 0; x < groupsX; x++)
                    _group.Run(kernel, arguments, (x, y, z), (groupsX, groupsY, groupsZ));
    }
}
