namespace IlgpuConv.Tensors;

/// <summary>
/// Drops the tensors made inside it when it ends. It follows the flow of the program through <c>await</c>. What the gradient graph
/// saved is counted separately and lives on.
/// </summary>
/// <example><code>
/// using (var scope = new TensorScope())
/// {
///     Tensor loss = model.Forward(x).SoftmaxCrossEntropy(labels);
///     kept = scope.Keep(loss);
/// }
/// </code></example>
public sealed class TensorScope : IDisposable
{
    private static readonly AsyncLocal<TensorScope?> s_current = new();

    private readonly TensorScope? _outer;
    private readonly bool _ignores;
    private readonly Lock _lock = new();
    private List<Tensor>? _tensors;
    private bool _ended;

    /// <summary>Begins a scope inside the current one.</summary>
    public TensorScope()
        : this(ignores: false)
    {
    }

    private TensorScope(bool ignores)
    {
        _outer = s_current.Value;
        _ignores = ignores;
        s_current.Value = this;
    }

    internal static TensorScope? Current => s_current.Value;

    /// <summary>Until the returned object is disposed, no scope owns the tensors that are made.</summary>
    public static IDisposable Suspend() => new TensorScope(ignores: true);

    /// <summary>Hands a tensor made inside this scope to the scope around it, or to the caller where there is none.</summary>
    /// <returns><paramref name="tensor"/>.</returns>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Scope == this) Adopt(tensor, _outer);
        return tensor;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        if (s_current.Value == this) s_current.Value = Living(_outer);
        List<Tensor>? tensors;
        lock (_lock)
        {
            tensors = _tensors;
            _tensors = null;
        }
        if (tensors is null) return;
        foreach (Tensor tensor in tensors)
            if (tensor.Scope == this) tensor.Dispose();
    }

    /// <summary>Takes a tensor out of every scope: its owner disposes it.</summary>
    internal static Tensor Release(Tensor tensor)
    {
        tensor.Scope = null;
        return tensor;
    }

    /// <summary>Makes <paramref name="scope"/> the owner of a tensor.</summary>
    internal static void Adopt(Tensor tensor, TensorScope? scope)
    {
        tensor.Scope = null;
        scope = Living(scope);
        if (scope is null || scope._ignores) return;
        tensor.Scope = scope;
        lock (scope._lock) (scope._tensors ??= []).Add(tensor);
    }

    /// <summary>The innermost scope that has not ended: one may end before those inside it.</summary>
    private static TensorScope? Living(TensorScope? scope)
    {
        while (scope is { _ended: true }) scope = scope._outer;
        return scope;
    }
}
