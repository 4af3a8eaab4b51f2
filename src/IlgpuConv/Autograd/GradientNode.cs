using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>An applied operation in the gradient graph: where its gradients go, and what it saved.</summary>
internal sealed class GradientNode : TensorAttachment
{
    private static long s_count;

    private readonly Shape[] _shapes;
    private bool[] _needs;
    private Dictionary<int, SavedTensor>? _saved;

    public GradientNode(Operation operation, Tensor[] inputs)
    {
        Operation = operation;
        Number = Interlocked.Increment(ref s_count);
        Limit = OrderLimit.For(operation);
        Edges = [.. inputs.Select(t => t.Attachment is { IsActive: true } ? t.Attachment : null)];
        _shapes = [.. inputs.Select(t => t.Shape)];
        _needs = [.. Edges.Select(e => e is not null)];
    }

    private GradientNode(Operation operation, OrderLimit limit)
    {
        Operation = operation;
        Number = Interlocked.Increment(ref s_count);
        Limit = limit;
        Edges = [];
        _shapes = [];
        _needs = [];
    }

    public override bool IsActive => true;

    /// <summary>Nodes are numbered as they are made, so a node's inputs have smaller numbers.</summary>
    public long Number { get; }

    public Operation Operation { get; }

    public OrderLimit Limit { get; }

    public TensorAttachment?[] Edges { get; private set; }

    public bool IsFreed { get; private set; }

    public List<Func<Tensor, Tensor?>>? Hooks { get; set; }

    /// <summary>What the operation keeps for its backward.</summary>
    public IEnumerable<Tensor> Kept => _saved is null ? [] : _saved.Values.Select(saved => saved.Kept);

    /// <summary>A node that stands for derivatives that the operation does not have: reaching it is the error.</summary>
    public static GradientNode Refused(GradientNode origin, OrderLimit limit) => new(origin.Operation, limit) { Edges = origin.Edges };

    public bool Needs(int index) => index < _needs.Length && _needs[index];

    public void Save(List<(int Slot, Tensor Tensor)>? tensors)
    {
        if (tensors is null) return;
        _saved = [];
        foreach ((int slot, Tensor tensor) in tensors) _saved[slot] = new SavedTensor(tensor);
    }

    public Tensor Saved(int slot)
    {
        if (_saved is null || !_saved.TryGetValue(slot, out SavedTensor? saved))
            throw new InvalidOperationException($"[autograd] a backward may only use what its forward saved. Got slot {slot} of {Operation.Name}.");
        return saved.Get(Operation.Name);
    }

    /// <summary>Runs the backward for the inputs that <paramref name="wanted"/> marks; the results belong to the caller.</summary>
    public Tensor?[] Run(Tensor gradient, bool[] wanted, bool createGraph)
    {
        if (Limit.Remaining == 0) throw Limit.Refuse();
        OrderLimit next = Limit.Next();
        bool[] before = _needs;
        _needs = wanted;
        bool mode = GradientMode.Set(createGraph && next.Remaining > 0);
        OrderLimit? outer = GradientMode.SetLimit(next);
        using var scope = new TensorScope();
        try
        {
            Tensor?[] results = Operation.RunBackward(gradient);
            if (results.Length > _shapes.Length && Array.Exists(results[_shapes.Length..], r => r is not null))
                throw new GradientFaultException($"[autograd] a backward must return one gradient for each input. Got {results.Length} of {Operation.Name}, which has {_shapes.Length} inputs.");
            return Own(results, gradient, scope, createGraph && next.Remaining == 0 ? next : null);
        }
        finally
        {
            GradientMode.SetLimit(outer);
            GradientMode.Set(mode);
            _needs = before;
        }
    }

    public void Free()
    {
        IsFreed = true;
        Edges = [];
        if (_saved is null) return;
        foreach (SavedTensor saved in _saved.Values) saved.Dispose();
        _saved = null;
    }

    private Tensor?[] Own(Tensor?[] results, Tensor gradient, TensorScope scope, OrderLimit? refused)
    {
        var owned = new Tensor?[_shapes.Length];
        for (int i = 0; i < Math.Min(results.Length, owned.Length); i++)
        {
            if (results[i] is not { } result || !_needs[i]) continue;
            if (result.Shape != _shapes[i])
                throw new GradientFaultException($"[autograd] a gradient must have the shape of its input. Got {result.Shape} for input {i} {_shapes[i]} of {Operation.Name}.");
            bool isFresh = result.Scope == scope && Array.IndexOf(results, result) == i;
            Tensor mine = TensorScope.Release(isFresh ? result : result.Alias());
            if (refused is not null) mine.Attachment = Refused(this, refused);
            owned[i] = mine;
        }
        return owned;
    }
}
