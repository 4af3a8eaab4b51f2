namespace IlgpuConv.Runtime;

/// <content>Launches, chains, and their time.</content>
public sealed unsafe partial class OpenClDevice
{
    /// <summary>Work items a compute unit in vector form: enough to keep all busy to the end, few enough to cost nothing.</summary>
    private const int ItemsPerUnit = 8;

    /// <summary>Launches after which the driver is asked to start: it may otherwise collect them until somebody waits.</summary>
    private const int LaunchesPerFlush = 16;

    /// <summary>The most work items of one call: some drivers count them in 32 bits.</summary>
    private const long MostItems = int.MaxValue;

    /// <summary>The most bytes of workspace of all the blocks that a chain runs at a time.</summary>
    private const long SlabBytes = 128 << 20;

    private int _unflushed;

    /// <inheritdoc/>
    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        CheckOpen();
        OpenClProgram program = Program(kernel);
        int groupsAlongX = GroupsAlongX(grid, program.Lanes);
        long groups = checked((long)groupsAlongX * grid.Y * grid.Z);
        if (groups == 0) return;
        lock (_queueing)
        {
            CheckOpen();
            Enqueue(program, arguments, new PackedHeader(0, groups, 0, 0, groupsAlongX, grid.Y, grid.Z, 0));
        }
    }

    /// <inheritdoc/>
    protected override void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        CheckOpen();
        CheckChain(blocks, workspaceBytes, stages);
        int longest = 0;
        foreach (ChainStage stage in stages)
        {
            GroupsAlongX(stage.Grid, Program(stage.Kernel).Lanes);
            longest = Math.Max(longest, stage.Arguments.Length);
        }
        if (blocks == 0 || stages.Length == 0) return;
        long stride = (workspaceBytes + 127) & ~63L; // with 64 bytes to spare: a full vector at the tail stays inside
        int slab = (int)Math.Clamp(Math.Min(SlabBytes, _info.LargestBuffer / 2) / stride, 1, blocks);
        nint workspace = Memory.Rent(slab * stride);
        byte* arguments = stackalloc byte[longest];
        try
        {
            lock (_queueing)
            {
                CheckOpen();
                for (int first = 0; first < blocks; first += slab)
                {
                    int end = Math.Min(first + slab, blocks);
                    foreach (ChainStage stage in stages)
                    {
                        OpenClProgram program = Program(stage.Kernel);
                        stage.Arguments.CopyTo(new Span<byte>(arguments, longest));
                        foreach (OpenClProgram.Workspace view in program.Workspaces)
                            *(ViewArgument*)(arguments + view.Offset) = new ViewArgument(workspace, 0, workspaceBytes / view.ElementBytes);
                        int groupsAlongX = GroupsAlongX(stage.Grid, program.Lanes);
                        long groups = (long)groupsAlongX * stage.Grid.Y;
                        if (groups == 0) continue;
                        Enqueue(program, arguments, new PackedHeader(
                            first * groups, end * groups, 0, stride, groupsAlongX, stage.Grid.Y, blocks, first));
                    }
                }
            }
        }
        finally
        {
            Memory.Return(workspace, slab * stride);
        }
    }

    /// <inheritdoc/>
    public override double Time(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        nint first = Mark();
        try
        {
            work();
            nint last = Mark();
            try
            {
                Check(_cl.WaitForEvents(1, &last), "clWaitForEvents");
                return (Ended(last) - Ended(first)) * 1e-9;
            }
            finally
            {
                _cl.ReleaseEvent(last);
            }
        }
        finally
        {
            _cl.ReleaseEvent(first);
        }
    }

    private nint Mark()
    {
        nint marker;
        lock (_queueing)
        {
            CheckOpen();
            Check(_cl.EnqueueMarkerWithWaitList(_queue, 0, null, &marker), "clEnqueueMarkerWithWaitList");
            _cl.Flush(_queue);
        }
        return marker;
    }

    private double Ended(nint command)
    {
        ulong nanoseconds;
        Check(_cl.GetEventProfilingInfo(command, Cl.ProfilingCommandEnd, sizeof(ulong), &nanoseconds, null), "clGetEventProfilingInfo");
        return nanoseconds;
    }

    /// <summary>Queues the groups from First to End of a launch.</summary>
    private void Enqueue(OpenClProgram program, byte* arguments, PackedHeader header)
    {
        Kernel kernel = program.Kernel;
        byte* packed = stackalloc byte[kernel.Code.PackedBytes];
        kernel.Code.Pack(arguments, packed);
        uint index = 0;
        foreach (int offset in program.ViewOffsets)
            Check(_cl.SetKernelArg(program.Handle, index++, (nuint)sizeof(nint), arguments + offset), "clSetKernelArg");
        long items = header.End - header.First, local = 1, most = MostItems;
        if (_isVector)
        {
            long wanted = Math.Min(items, (long)ItemsPerUnit * Capabilities.Threads);
            header = header with { GroupsPerItem = (items + wanted - 1) / wanted };
            items = (items + header.GroupsPerItem - 1) / header.GroupsPerItem;
        }
        else
        {
            local = program.Lanes;
            most = MostItems / local;
        }
        for (long first = 0; first < items; first += most)
        {
            long count = Math.Min(most, items - first);
            *(PackedHeader*)packed = header with { First = header.First + first };
            Check(_cl.SetKernelArg(program.Handle, index, (nuint)kernel.Code.PackedBytes, packed), "clSetKernelArg");
            nuint global = (nuint)(count * local), group = (nuint)local;
            int code = _cl.EnqueueNdRangeKernel(_queue, program.Handle, 1, null, &global, &group, 0, null, null);
            if (code != 0) throw Fault(code, $"clEnqueueNDRangeKernel of {kernel.Name}");
        }
        if (++_unflushed < LaunchesPerFlush) return;
        _unflushed = 0;
        _cl.Flush(_queue);
    }
}
