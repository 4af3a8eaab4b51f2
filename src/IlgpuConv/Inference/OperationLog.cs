using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Inference;

/// <summary>Which operations a tape's commands come from, from its making until <see cref="End"/>.</summary>
internal sealed class OperationLog : IDisposable
{
    private readonly List<TracedOperation> _operations = [];
    private readonly OperationTrace _trace;
    private int _first;

    /// <summary>Begins to listen.</summary>
    public OperationLog(LaunchTape tape) => _trace = new OperationTrace(
        operation =>
        {
            _first = tape.Commands.Count;
            tape.Place = operation.Name;
        },
        applied =>
        {
            tape.Place = $"the forward, after {applied.Operation.Name}";
            _operations.Add(new(applied.Operation, [.. applied.Inputs.Select(Keep)], Keep(applied.Output), _first, tape.Commands.Count));
        });

    /// <summary>The operations in order.</summary>
    public IReadOnlyList<TracedOperation> Operations => _operations;

    /// <summary>Ends the listening; the operations stay until the log is disposed.</summary>
    public void End() => _trace.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        foreach (Tensor tensor in _operations.SelectMany(operation => operation.Inputs.Append(operation.Output))) tensor.Dispose();
    }

    /// <summary>A handle of the log's own: the network may dispose its.</summary>
    private static Tensor Keep(Tensor tensor) => TensorScope.Release(tensor.Alias());
}
