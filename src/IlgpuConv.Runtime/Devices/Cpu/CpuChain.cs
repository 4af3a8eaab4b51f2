using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>
/// A chain as work for the threads: a unit is a block. A worker runs every stage of its block, with a workspace of its own, while the
/// block is in its cache.
/// </summary>
internal sealed unsafe class CpuChain(CpuWorkers workers) : CpuJob
{
    /// <summary>Blocks of a thread below which even shares count more than what a thread has in its cache.</summary>
    private const int FewBlocks = 4;

    private readonly Scratch[] _scratch = new Scratch[workers.Count];
    private Stage[] _stages = [];
    private int _count;
    private int _blocks;
    private long _workspaceBytes;

    /// <summary>Runs <paramref name="stages"/> over every block on all threads.</summary>
    public void Run(
        int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages, ReadOnlySpan<CpuProgram> programs, ReadOnlySpan<int> groupsAlongX)
    {
        if (_stages.Length < stages.Length) _stages = new Stage[stages.Length];
        for (int i = 0; i < stages.Length; i++) _stages[i] = new Stage(stages[i], programs[i], groupsAlongX[i]);
        (_count, _blocks, _workspaceBytes) = (stages.Length, blocks, workspaceBytes);
        workers.Run(this, blocks, 1, inOrder: blocks < FewBlocks * workers.Count);
        Array.Clear(_stages);
    }

    public override void Run(long start, long end, int worker)
    {
        long argumentBytes = 0;
        for (int i = 0; i < _count; i++) argumentBytes += ArgumentBytes(i);
        byte* workspace = _scratch[worker].Grow(RoundUp(_workspaceBytes) + argumentBytes);
        byte* arguments = workspace + RoundUp(_workspaceBytes);
        CopyArguments(arguments, workspace);
        for (long block = start; block < end; block++)
        {
            byte* argument = arguments;
            for (int i = 0; i < _count; i++)
            {
                ref readonly Stage stage = ref _stages[i];
                int groupsAlongY = stage.Launch.Grid.Y;
                long groups = (long)stage.GroupsAlongX * groupsAlongY;
                var range = new GroupRange(block * groups, (block + 1) * groups, stage.GroupsAlongX, groupsAlongY, _blocks);
                if (groups > 0) stage.Program.Code(argument, &range);
                argument += ArgumentBytes(i);
            }
        }
    }

    /// <summary>Frees the workspaces.</summary>
    public void Close()
    {
        for (int i = 0; i < _scratch.Length; i++) _scratch[i].Free();
    }

    private static long RoundUp(long bytes) => (bytes + 127) & ~63L; // with 64 bytes to spare: a full vector at the tail stays inside

    private long ArgumentBytes(int stage) => (_stages[stage].Launch.Arguments.Length + 63) & ~63L;

    private void CopyArguments(byte* to, byte* workspace)
    {
        for (int i = 0; i < _count; i++)
        {
            ChainStage launch = _stages[i].Launch;
            launch.Arguments.CopyTo(new Span<byte>(to, launch.Arguments.Length));
            IReadOnlyList<KernelParameter> parameters = launch.Kernel.Parameters;
            for (int p = 0; p < parameters.Count; p++)
            {
                if (parameters[p] is { IsWorkspace: true, View: { } type } parameter)
                    *(ViewArgument*)(to + parameter.ByteOffset) = new ViewArgument((nint)workspace, 0, _workspaceBytes / type.Size());
            }
            to += ArgumentBytes(i);
        }
    }

    private readonly record struct Stage(ChainStage Launch, CpuProgram Program, int GroupsAlongX);

    /// <summary>The memory of one worker; it only grows.</summary>
    private struct Scratch
    {
        private byte* _memory;
        private long _bytes;

        public byte* Grow(long bytes)
        {
            if (bytes > _bytes)
            {
                Free();
                _memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
                _bytes = bytes;
            }
            return _memory;
        }

        public void Free()
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _bytes = 0;
        }
    }
}
