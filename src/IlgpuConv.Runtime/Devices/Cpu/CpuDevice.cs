using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime;

/// <summary>
/// The processor of this machine: vector kernels over a fixed set of threads. Launches are done on return, and give the same bits for
/// any number of threads.
/// </summary>
public sealed unsafe class CpuDevice : HostDevice
{
    private const int MostStages = 64;

    /// <summary>Bytes that a thread keeps in its second cache, more or less.</summary>
    private const long KeptBytes = 1 << 20;

    private static readonly double s_aloneTicks = Stopwatch.Frequency * 6e-6;
    private static readonly double s_chunkTicks = Stopwatch.Frequency * 2e-6;
    private static readonly double s_followedTicks = Stopwatch.Frequency * 3e-6;

    private readonly CpuWorkers _workers;
    private readonly CpuLaunch _launch = new();
    private readonly CpuFollowedLaunch _followed = new();
    private readonly CpuChain _chain;
    private readonly int _vectorBits;

    /// <summary>What a group cost the last time, in stopwatch ticks, by kernel and number of groups; kernels share places.</summary>
    private readonly float[] _costs = new float[4096];

    /// <summary>Makes a device with threads of its own.</summary>
    /// <param name="threads">Threads that work, the launching one included; by default one a core.</param>
    /// <param name="vectorBits">The widest vectors to use, 128, 256 or 512; wider ones than the machine's are not used.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1 or above 1024.</exception>
    public CpuDevice(int? threads = null, int vectorBits = 512)
        : base("cpu")
    {
        int count = threads ?? Environment.ProcessorCount;
        if (count is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(threads), $"[device] the number of threads must lie in 1 to 1024. Got {count}.");
        if (vectorBits is not (128 or 256 or 512))
            throw new ArgumentOutOfRangeException(nameof(vectorBits), $"[device] vectors have 128, 256 or 512 bits. Got {vectorBits}.");
        _vectorBits = Math.Min(vectorBits, CpuProgram.MachineVectorBits);
        _workers = new CpuWorkers(count);
        _chain = new CpuChain(_workers);
        int registers = _vectorBits == 512 || !X86Base.IsSupported ? 32 : 16;
        Capabilities = new DeviceCapabilities(DeviceKind.Cpu, _vectorBits / 32, count, registers, MachineMemory, true, true);
    }

    /// <summary>Ends the threads of a forgotten device, or of one whose constructor threw.</summary>
    ~CpuDevice() => _workers?.Stop();

    /// <inheritdoc/>
    public override string Name => $"processor, {_vectorBits}-bit vectors, {_workers.Count} threads";

    /// <inheritdoc/>
    public override DeviceCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override int GroupSize(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return CpuProgram.Of(kernel, _vectorBits).Lanes;
    }

    /// <inheritdoc/>
    internal override void Expect(Kernel kernel)
    {
        if (_workers.Count > 1 && kernel.Begin()) CompileMeanwhile(CpuProgram.Of(kernel, _vectorBits));
    }

    /// <inheritdoc/>
    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        CheckOpen();
        CpuProgram program = CpuProgram.Of(kernel, _vectorBits);
        int groupsAlongX = GroupsAlongX(grid, program.Lanes);
        var range = new GroupRange(0, checked((long)groupsAlongX * grid.Y * grid.Z), groupsAlongX, grid.Y, grid.Z);
        if (range.End == 0) return;
        if (range.End == 1 || _workers.Count == 1)
        {
            program.Code(arguments, &range);
            return;
        }

        ref float cost = ref Cost(kernel, range.End);
        double ticks = cost;
        if (ticks > 0 && ticks * range.End < s_aloneTicks)
        {
            cost = (float)RunAlone(program, arguments, ref range);
            if (range.Start == range.End) return;
            ticks = cost;
        }
        double chunk = ticks > 0 ? s_chunkTicks / ticks : range.End / (32.0 * _workers.Count);
        double measured = _launch.Run(_workers, program, arguments, range, (long)Math.Clamp(chunk, 1, range.End), IsPartlyKept(kernel, arguments));
        if (measured > 0) cost = (float)measured;
    }

    /// <inheritdoc/>
    internal override void LaunchFollowed(LaunchGrid grid, Kernel first, byte* firstArguments, Kernel then, byte* thenArguments)
    {
        CpuProgram program = CpuProgram.Of(first, _vectorBits), follower = CpuProgram.Of(then, _vectorBits);
        if (program.Lanes != follower.Lanes)
        {
            base.LaunchFollowed(grid, first, firstArguments, then, thenArguments);
            return;
        }
        CheckOpen();
        int groupsAlongX = GroupsAlongX(grid, program.Lanes);
        var range = new GroupRange(0, checked((long)groupsAlongX * grid.Y * grid.Z), groupsAlongX, grid.Y, grid.Z);
        if (range.End == 0) return;
        ref float cost = ref Cost(then, range.End * 31 + first.Index);
        double ticks = cost;
        long step = (long)Math.Clamp(ticks > 0 ? s_followedTicks / ticks : range.End / (32.0 * _workers.Count), 1, range.End);
        cost = (float)(_workers.Count == 1 || (ticks > 0 && ticks * range.End < s_aloneTicks)
            ? CpuFollowedLaunch.RunAlone(program, firstArguments, follower, thenArguments, range, step)
            : _followed.Run(_workers, program, firstArguments, follower, thenArguments, range, step));
    }

    /// <inheritdoc/>
    protected override void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        CheckOpen();
        CheckChain(blocks, workspaceBytes, stages);
        if (stages.Length > MostStages)
            throw new ArgumentException($"[launch] a chain has at most {MostStages} stages. Got {stages.Length}.", nameof(stages));
        Span<int> groupsAlongX = stackalloc int[MostStages];
        CpuProgram* programs = stackalloc CpuProgram[MostStages];
        for (int i = 0; i < stages.Length; i++)
        {
            programs[i] = CpuProgram.Of(stages[i].Kernel, _vectorBits);
            groupsAlongX[i] = GroupsAlongX(stages[i].Grid, programs[i].Lanes);
        }
        if (blocks == 0) return;
        Compile(stages, programs);
        lock (_workers.Launching)
            _chain.Run(blocks, workspaceBytes, stages, new ReadOnlySpan<CpuProgram>(programs, stages.Length), groupsAlongX);
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        lock (_workers.Launching)
        {
            _workers.Stop();
            _chain.Close();
        }
        base.Close();
    }

    /// <summary>
    /// Whether the threads' second caches hold some of what a launch reads and writes, but not all: then it counts which part the one before it left there.
    /// </summary>
    private bool IsPartlyKept(Kernel kernel, byte* arguments)
    {
        long bytes = 0, kept = KeptBytes * _workers.Count;
        for (int i = 0; i < kernel.Parameters.Count; i++)
        {
            KernelParameter parameter = kernel.Parameters[i];
            if (parameter.View is { } type) bytes += ((ViewArgument*)(arguments + parameter.ByteOffset))->Length * type.Size();
        }
        return bytes > kept && bytes < 4 * kept;
    }

    private ref float Cost(Kernel kernel, long groups) =>
        ref _costs[(uint)(((uint)kernel.Index * 2654435761 + (ulong)groups * 0x9E3779B97F4A7C15) >> 32) % (uint)_costs.Length];

    private static void CompileMeanwhile(CpuProgram program) =>
        new Thread(() => program.Compile()) { IsBackground = true, Name = "IlgpuConv compiles" }.Start();

    /// <summary>The stages that run for the first time are compiled by two threads: one takes the first, this one the others from the last on.</summary>
    private void Compile(ReadOnlySpan<ChainStage> stages, CpuProgram* programs)
    {
        if (_workers.Count == 1 || stages.IsEmpty) return;
        Expect(stages[0].Kernel);
        for (int i = stages.Length - 1; i > 0; i--)
            if (stages[i].Kernel.Begin()) programs[i].Compile();
    }

    /// <summary>
    /// Runs a launch that was short the last time on this thread alone, and leaves the rest in <paramref name="range"/> when the first
    /// quarter shows that it is not short now.
    /// </summary>
    /// <returns>The ticks of one group.</returns>
    private static double RunAlone(CpuProgram program, byte* arguments, ref GroupRange range)
    {
        long began = Stopwatch.GetTimestamp();
        GroupRange first = range with { End = range.Start + ((range.End - range.Start + 3) / 4) };
        program.Code(arguments, &first);
        long ticks = Stopwatch.GetTimestamp() - began;
        GroupRange rest = range with { Start = first.End };
        range = rest;
        double cost = Math.Max(ticks, 1) / (double)(first.End - first.Start);
        if (ticks > s_aloneTicks / 2) return cost;
        if (rest.Start < rest.End) program.Code(arguments, &rest);
        range = rest with { Start = rest.End };
        return Math.Max(Stopwatch.GetTimestamp() - began, 1) / (double)(rest.End - first.Start);
    }
}
