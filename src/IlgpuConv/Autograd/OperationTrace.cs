using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>
/// While it lives, hears of every operation that this flow of the program applies, once it has run and in that order. What an operation
/// applies inside its own forward is its own affair and is not heard, unless it is made of other operations and nothing else.
/// </summary>
/// <example><code>using (new OperationTrace(applied => Console.WriteLine(applied.Operation.Name))) model.Forward(x);</code></example>
public sealed class OperationTrace : IDisposable
{
    private static readonly AsyncLocal<OperationTrace?> s_current = new();
    private static int s_live;

    private readonly Action<AppliedOperation> _applied;
    private readonly Action<Operation>? _begins;
    private readonly OperationTrace? _outer;
    private object? _layer;
    private int _depth;
    private bool _isDisposed;

    /// <summary>Begins to listen; a trace that is already there hears nothing until this one ends.</summary>
    /// <param name="applied">What hears; the tensors are not disposed yet.</param>
    public OperationTrace(Action<AppliedOperation> applied)
    {
        ArgumentNullException.ThrowIfNull(applied);
        _applied = applied;
        _outer = s_current.Value;
        s_current.Value = this;
        Interlocked.Increment(ref s_live);
    }

    /// <summary>Begins to listen, to the beginnings of operations too.</summary>
    internal OperationTrace(Action<Operation> begins, Action<AppliedOperation> applied)
        : this(applied) => _begins = begins;

    internal static OperationTrace? Current => Volatile.Read(ref s_live) == 0 ? null : s_current.Value;

    /// <summary>Says that <paramref name="layer"/> computes until the returned object is disposed; costs nothing where nobody listens.</summary>
    /// <returns>What ends it, or null.</returns>
    public static IDisposable? Enter(object layer)
    {
        if (Current is not { } trace) return null;
        var visit = new Visit(trace, trace._layer);
        trace._layer = layer;
        return visit;
    }

    /// <summary>Ends the trace.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        Interlocked.Decrement(ref s_live);
        if (s_current.Value == this) s_current.Value = _outer;
    }

    internal void Begin(Operation operation)
    {
        if (operation.IsComposite) return;
        if (_depth++ == 0) _begins?.Invoke(operation);
    }

    internal void End(Operation operation) => _depth -= operation.IsComposite ? 0 : 1;

    internal void Hear(Operation operation, Tensor[] inputs, Tensor output)
    {
        if (_depth == 0 && !operation.IsComposite) _applied(new AppliedOperation(operation, inputs, output, _layer));
    }

    private sealed class Visit(OperationTrace trace, object? outer) : IDisposable
    {
        public void Dispose() => trace._layer = outer;
    }
}
