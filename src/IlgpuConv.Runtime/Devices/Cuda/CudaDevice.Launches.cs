namespace IlgpuConv.Runtime;

/// <content>Launches, chains, and their time.</content>
public sealed unsafe partial class CudaDevice
{
    /// <summary>The most bytes of workspace of all the blocks that a chain runs at a time.</summary>
    private const long SlabBytes = 128 << 20;

    /// <inheritdoc/>
    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        CheckOpen();
        CudaProgram program = Program(kernel);
        int groupsAlongX = GroupsAlongX(grid, program.Lanes);
        if (groupsAlongX == 0 || grid.Y == 0 || grid.Z == 0) return;
        using CudaContext.Scope scope = _context.Enter();
        lock (_queueing)
        {
            CheckOpen();
            for (int z = 0; z < grid.Z; z += Cu.LargestGrid)
                Queue(program, arguments, new PackedHeader(0, 0, 0, 0, groupsAlongX, grid.Y, grid.Z, z), Math.Min(Cu.LargestGrid, grid.Z - z));
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
        int slab = (int)Math.Clamp(SlabBytes / stride, 1, Math.Min(blocks, Cu.LargestGrid));
        nint workspace = Memory.Rent(slab * stride);
        byte* arguments = stackalloc byte[longest];
        try
        {
            using CudaContext.Scope scope = _context.Enter();
            lock (_queueing)
            {
                CheckOpen();
                for (int first = 0; first < blocks; first += slab)
                {
                    foreach (ChainStage stage in stages)
                    {
                        CudaProgram program = Program(stage.Kernel);
                        stage.Arguments.CopyTo(new Span<byte>(arguments, longest));
                        foreach (CudaProgram.Workspace view in program.Workspaces)
                            *(ViewArgument*)(arguments + view.Offset) = new ViewArgument(workspace, 0, workspaceBytes / view.ElementBytes);
                        int groupsAlongX = GroupsAlongX(stage.Grid, program.Lanes);
                        if (groupsAlongX == 0 || stage.Grid.Y == 0) continue;
                        var header = new PackedHeader(0, 0, 0, stride, groupsAlongX, stage.Grid.Y, blocks, first);
                        Queue(program, arguments, header, Math.Min(slab, blocks - first));
                    }
                }
            }
        }
        finally
        {
            GiveBack(workspace, slab * stride);
        }
    }

    /// <inheritdoc/>
    public override double Time(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        CheckOpen();
        CheckNotCaptured("Time");
        using CudaContext.Scope scope = _context.Enter();
        nint first = Mark(0);
        try
        {
            work();
            nint last = Mark(0);
            try
            {
                Check(_cuda.EventSynchronize(last), "the launches and copies before cuEventSynchronize");
                float milliseconds;
                Check(_cuda.EventElapsedTime(&milliseconds, first, last), "cuEventElapsedTime");
                return milliseconds * 1e-3;
            }
            finally
            {
                _cuda.EventDestroy(last);
            }
        }
        finally
        {
            _cuda.EventDestroy(first);
        }
    }

    /// <summary>An event at the end of what is queued.</summary>
    private nint Mark(uint flags)
    {
        nint mark;
        Check(_cuda.EventCreate(&mark, flags), "cuEventCreate");
        int code;
        lock (_queueing) code = _stream == 0 ? 0 : _cuda.EventRecord(mark, _stream);
        if (code == 0 && !IsDisposed) return mark;
        _cuda.EventDestroy(mark);
        CheckOpen();
        throw _context.Fault(code, "cuEventRecord");
    }

    /// <summary>Queues so many groups along z of a launch, from that of its header on, and all along x and y.</summary>
    private void Queue(CudaProgram program, byte* arguments, PackedHeader header, int alongZ)
    {
        Kernel kernel = program.Kernel;
        nint function = Function(program, arguments);
        byte* packed = stackalloc byte[kernel.Code.PackedBytes];
        kernel.Code.Pack(arguments, packed);
        int views = program.ViewOffsets.Length;
        void** parameters = stackalloc void*[views + 1];
        // A view begins with its buffer's address.
        for (int i = 0; i < views; i++) parameters[i] = arguments + program.ViewOffsets[i];
        parameters[views] = packed;
        for (int y = 0; y < header.DimY; y += Cu.LargestGrid)
        {
            *(PackedHeader*)packed = header with { First = y };
            int code = _cuda.LaunchKernel(
                function, (uint)header.DimX, (uint)Math.Min(Cu.LargestGrid, header.DimY - y), (uint)alongZ, (uint)program.Lanes, 1, 1, 0, _stream, parameters, null);
            if (code != 0) Check(code, $"cuLaunchKernel of {kernel.Name}");
        }
    }
}
