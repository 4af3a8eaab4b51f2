using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>Commands over planned memory, ready to run.</summary>
internal sealed class CompiledProgram : IDisposable
{
    private readonly Device _device;
    private readonly DeviceCommand[] _commands;
    private readonly List<IDisposable> _owned;
    private readonly DeviceBuffer[] _others;
    private readonly CudaGraph? _graph;

    public CompiledProgram(Device device, IEnumerable<DeviceCommand> commands, List<IDisposable> owned, IEnumerable<DeviceBuffer> others, Tensor output)
    {
        (_device, _commands, _owned, _others, Output) = (device, [.. commands], owned, [.. others], output);
        if (_commands.Length > 0 && device is CudaDevice cuda) _graph = cuda.Capture(RunAll);
    }

    /// <summary>The output.</summary>
    public Tensor Output { get; }

    /// <summary>Bytes of memory in which everything between input and output lies.</summary>
    public long WorkspaceBytes { get; init; }

    /// <summary>The bytes that the same buffers take one after the other.</summary>
    public long UnplannedBytes { get; init; }

    /// <summary>How often an operation was put into another.</summary>
    public int Fused { get; init; }

    /// <summary>What runs, a line each.</summary>
    public IReadOnlyList<string> Steps => Array.ConvertAll(_commands, command => command.Name);

    /// <summary>Runs the commands; nothing is allocated.</summary>
    public void Run()
    {
        foreach (DeviceBuffer other in _others)
            if (other.IsDisposed) throw Gone(other);
        if (_graph is not null) _graph.Launch();
        else RunAll();
        Output.MarkChanged();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _graph?.Dispose();
        foreach (IDisposable each in _owned) each.Dispose();
    }

    private void RunAll()
    {
        foreach (DeviceCommand command in _commands) command.Run(_device);
    }

    private static ObjectDisposedException Gone(DeviceBuffer buffer) => new(
        nameof(CompiledModule), $"[inference] what a compiled network reads must live as long as it does. Got a disposed buffer of {buffer.ByteLength} bytes.");
}
