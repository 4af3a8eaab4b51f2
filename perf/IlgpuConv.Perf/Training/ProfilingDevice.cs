using System.Diagnostics;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>A device whose launches run on a <c>cpu</c> device and are timed, by kernel.</summary>
internal sealed unsafe class ProfilingDevice : HostDevice
{
    private readonly CpuDevice _processor;
    private readonly Dictionary<string, (long Launches, long Ticks)> _kernels = [];

    public ProfilingDevice(CpuDevice processor)
        : base("cpu") => _processor = processor;

    /// <inheritdoc/>
    public override string Name => _processor.Name;

    /// <inheritdoc/>
    public override DeviceCapabilities Capabilities => _processor.Capabilities;

    /// <summary>Launches and seconds of each kernel since <see cref="Clear"/>; a chain counts as one, under the names of its stages.</summary>
    public IEnumerable<(string Kernel, long Launches, double Seconds)> Kernels =>
        _kernels.Select(k => (k.Key, k.Value.Launches, k.Value.Ticks / (double)Stopwatch.Frequency)).OrderByDescending(k => k.Item3);

    /// <summary>Forgets what was timed.</summary>
    public void Clear() => _kernels.Clear();

    /// <inheritdoc/>
    public override int GroupSize(Kernel kernel) => _processor.GroupSize(kernel);

    /// <inheritdoc/>
    protected override void LaunchCore(Kernel kernel, LaunchGrid grid, byte* arguments)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        long began = Stopwatch.GetTimestamp();
        _processor.Launch(kernel, grid, arguments);
        Count(ShortName(kernel), Stopwatch.GetTimestamp() - began);
    }

    /// <inheritdoc/>
    protected override void LaunchChainCore(int blocks, long workspaceBytes, ReadOnlySpan<ChainStage> stages)
    {
        string name = string.Join(" > ", stages.ToArray().Select(s => ShortName(s.Kernel)));
        long began = Stopwatch.GetTimestamp();
        _processor.LaunchChain(blocks, workspaceBytes, stages);
        Count(name, Stopwatch.GetTimestamp() - began);
    }

    private void Count(string name, long ticks)
    {
        (long launches, long before) = _kernels.GetValueOrDefault(name);
        _kernels[name] = (launches + 1, before + ticks);
    }

    /// <summary>Class and method.</summary>
    private static string ShortName(Kernel kernel) => string.Join('.', kernel.Name.Split('.')[^2..]);
}
