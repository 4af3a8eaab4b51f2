using IlgpuConv.Runtime;

namespace IlgpuConv.Ilgpu;

/// <content>Launches and chains.</content>
public sealed unsafe partial class IlgpuDevice
{
    /// <summary>The most bytes of workspace of all the blocks that a chain runs at a time.</summary>
    private const long SlabBytes = 128 << 20;

    /// <summary>Held while something goes to the stream: ILGPU's OpenCL kernels hold the arguments of the launch that is made.</summary>
    private readonly Lock _launching = new();
    private readonly Lock _loading = new();
    private IlgpuProgram?[] _programs = [];

    /// <summary>Kernels that ILGPU compiled for this device.</summary>
    public int KernelsLoaded => _programs.Count(program => program is not null);

    /// <inheritdoc/>
    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        CheckOpen();
        IlgpuProgram program = Program(kernel);
        if (!TryConfigure(grid, grid.Z, out KernelConfig config)) return;
        lock (_launching)
        {
            CheckOpen();
            using var binding = _accelerator.BindScoped();
            program.Run(_stream, new IlgpuLaunch(config), arguments);
        }
    }

    /// <inheritdoc/>
    protected override void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        CheckOpen();
        CheckChain(blocks, workspaceBytes, stages);
        int longest = 0;
        bool isWhole = false;
        foreach (ChainStage stage in stages)
        {
            // A stage without a workspace knows no first block.
            isWhole |= Program(stage.Kernel).Workspaces.Count == 0;
            GroupsAlongX(stage.Grid, _lanes);
            longest = Math.Max(longest, stage.Arguments.Length);
        }
        if (blocks == 0 || stages.Length == 0) return;
        long stride = (workspaceBytes + 127) & ~63L;
        int slab = isWhole ? blocks : (int)Math.Clamp(SlabBytes / stride, 1, Math.Min(blocks, _accelerator.MaxGridSize.Z));
        nint workspace = Memory.Rent(slab * stride);
        byte* arguments = stackalloc byte[longest];
        try
        {
            lock (_launching)
            {
                CheckOpen();
                using var binding = _accelerator.BindScoped();
                for (int first = 0; first < blocks; first += slab)
                {
                    int count = Math.Min(slab, blocks - first);
                    foreach (ChainStage stage in stages)
                    {
                        IlgpuProgram program = Program(stage.Kernel);
                        stage.Arguments.CopyTo(new Span<byte>(arguments, longest));
                        foreach ((int offset, int elementBytes) in program.Workspaces)
                            *(ViewArgument*)(arguments + offset) = new ViewArgument(workspace, 0, count * stride / elementBytes);
                        if (TryConfigure(stage.Grid, count, out KernelConfig config))
                            program.Run(_stream, new IlgpuLaunch(config, workspaceBytes, stride, first), arguments);
                    }
                }
            }
        }
        finally
        {
            Memory.Return(workspace, slab * stride);
        }
    }

    /// <summary>Groups and lanes as ILGPU takes them; false where there is nothing to launch.</summary>
    private bool TryConfigure(LaunchGrid grid, int z, out KernelConfig config)
    {
        int x = GroupsAlongX(grid, _lanes);
        config = default;
        if (x == 0 || grid.Y == 0 || z == 0) return false;
        Index3D most = _accelerator.MaxGridSize;
        long items = (long)x * grid.Y * z * _lanes;
        if (x > most.X || grid.Y > most.Y || z > most.Z || (_isProcessor && items > int.MaxValue))
        {
            throw new ArgumentException(
                $"[ilgpu] a launch must fit the accelerator: at most {most.X}, {most.Y} and {most.Z} groups along x, y and z" +
                $"{(_isProcessor ? $", and {int.MaxValue} lanes" : "")}. Got {x}, {grid.Y} and {z} groups of {_lanes} lanes on {Id}.",
                nameof(grid));
        }
        config = new KernelConfig(new Index3D(x, grid.Y, z), new Index3D(_lanes, 1, 1));
        return true;
    }

    /// <summary>The loaded kernel; ILGPU compiles it at its first use.</summary>
    private IlgpuProgram Program(Kernel kernel)
    {
        IlgpuProgram?[] programs = Volatile.Read(ref _programs);
        if (kernel.Index < programs.Length && programs[kernel.Index] is { } known) return known;
        lock (_loading)
        {
            CheckOpen();
            if (kernel.Index < _programs.Length && _programs[kernel.Index] is { } made) return made;
            IlgpuProgram program = IlgpuProgram.Load(kernel, _accelerator, _options.Text, Id);
            IlgpuProgram?[] grown = [.. _programs, .. new IlgpuProgram?[Math.Max(0, kernel.Index + 1 - _programs.Length)]];
            grown[kernel.Index] = program;
            Volatile.Write(ref _programs, grown);
            return program;
        }
    }
}
