using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>
/// Walks the graph from an output back: always the newest node first, so that every gradient is complete when it is used and sums are
/// made in the same order on every run.
/// </summary>
internal sealed class GradientEngine
{
    private readonly Dictionary<TensorAttachment, Tensor> _pending = [];
    private readonly PriorityQueue<GradientNode, long> _ready = new();
    private readonly Dictionary<TensorAttachment, Tensor?>? _targets;
    private readonly HashSet<TensorAttachment>? _useful;
    private readonly bool _retainGraph;
    private readonly bool _createGraph;

    private GradientEngine(TensorAttachment root, IEnumerable<TensorAttachment>? targets, bool retainGraph, bool createGraph)
    {
        _retainGraph = retainGraph;
        _createGraph = createGraph;
        if (targets is null) return;
        _targets = [];
        foreach (TensorAttachment target in targets) _targets.TryAdd(target, null);
        _useful = LeadingTo(root, _targets);
    }

    /// <summary>Adds the gradients of <paramref name="output"/> to its leaves.</summary>
    public static void Accumulate(Tensor output, Tensor? gradient, bool retainGraph, bool createGraph)
    {
        TensorAttachment root = Root(output);
        new GradientEngine(root, null, retainGraph, createGraph).Run(root, Seed(output, gradient));
    }

    /// <summary>The gradients at <paramref name="targets"/>, owned by the caller; null where the output does not depend on one.</summary>
    public static Tensor?[] Collect(
        Tensor output, Tensor? gradient, IReadOnlyList<TensorAttachment> targets, bool retainGraph, bool createGraph)
    {
        TensorAttachment root = Root(output);
        var engine = new GradientEngine(root, targets, retainGraph, createGraph);
        engine.Run(root, Seed(output, gradient));
        var results = new Tensor?[targets.Count];
        for (int i = 0; i < results.Length; i++)
        {
            Tensor? found = engine._targets![targets[i]];
            bool isTaken = found is not null && Array.IndexOf(results, found) >= 0;
            results[i] = isTaken ? TensorScope.Release(found!.Alias()) : found;
        }
        return results;
    }

    /// <summary>Throws where <paramref name="output"/> depends on a leaf that is none of <paramref name="leaves"/>.</summary>
    public static void CheckLeaves(Tensor output, IReadOnlyList<Tensor> leaves)
    {
        if (output.Attachment is null) return;
        var known = leaves.Select(l => l.Attachment).ToHashSet();
        foreach (TensorAttachment found in Reach(output.Attachment))
        {
            if (found is not LeafGradient { IsActive: true } leaf || known.Contains(leaf)) continue;
            throw new InvalidOperationException(
                $"[checkpoint] every tensor that needs a gradient must be an input. Got a leaf {leaf.Layout} that is none of the {leaves.Count} inputs.");
        }
    }

    private static TensorAttachment Root(Tensor output)
    {
        if (output.Attachment is { IsActive: true } root) return root;
        throw new InvalidOperationException(
            $"[autograd] the output must depend on a tensor that requires a gradient. Got {output}, made without one or under NoGrad.");
    }

    private static Tensor Seed(Tensor output, Tensor? gradient)
    {
        using IDisposable suspended = TensorScope.Suspend();
        if (gradient is null)
        {
            if (output.Shape.Elements == 1) return Tensor.Full(output.Shape, 1, output.Type, output.Device, output.Order);
            throw new ArgumentException($"[autograd] only an output of one element has a gradient of its own. Got {output} and no gradient.");
        }
        if (gradient.Shape != output.Shape || gradient.Type != output.Type || gradient.Device != output.Device)
            throw new ArgumentException($"[autograd] the gradient must have the output's shape, type and device. Got {gradient} for {output}.", nameof(gradient));
        return gradient.Alias();
    }

    private static HashSet<TensorAttachment> LeadingTo(TensorAttachment root, Dictionary<TensorAttachment, Tensor?> targets)
    {
        var useful = new HashSet<TensorAttachment>(targets.Keys);
        foreach (GradientNode node in Reach(root).OfType<GradientNode>().OrderBy(n => n.Number))
            if (node.Edges.Any(e => e is not null && useful.Contains(e))) useful.Add(node);
        return useful;
    }

    private static HashSet<TensorAttachment> Reach(TensorAttachment root)
    {
        var seen = new HashSet<TensorAttachment>();
        var open = new Stack<TensorAttachment>([root]);
        while (open.TryPop(out TensorAttachment? next))
        {
            if (!seen.Add(next) || next is not GradientNode node) continue;
            foreach (TensorAttachment? edge in node.Edges)
                if (edge is not null) open.Push(edge);
        }
        return seen;
    }

    private void Run(TensorAttachment root, Tensor seed)
    {
        using IDisposable suspended = TensorScope.Suspend();
        bool mode = GradientMode.Set(_createGraph);
        try
        {
            Add(root, seed);
            while (_ready.TryDequeue(out GradientNode? node, out _)) Step(node);
            Deliver();
        }
        finally
        {
            GradientMode.Set(mode);
            foreach (Tensor left in _pending.Values) left.Dispose();
        }
    }

    private void Step(GradientNode node)
    {
        if (node.IsFreed)
        {
            throw new InvalidOperationException(
                $"[autograd] a graph is freed by its first backward. Got a second one through {node.Operation.Name}; pass retainGraph to the first.");
        }
        _pending.Remove(node, out Tensor? pending);
        using Tensor gradient = AfterHooks(pending!, node.Hooks);
        if (_targets is not null && _targets.ContainsKey(node)) _targets[node] = gradient.Alias();

        bool[] wanted = [.. node.Edges.Select(e => e is not null && (_useful is null || _useful.Contains(e)))];
        if (!wanted.Contains(true)) return;
        TensorAttachment?[] edges = node.Edges;
        Tensor?[] gradients = node.Run(gradient, wanted, _createGraph);
        if (!_retainGraph) node.Free();
        for (int i = 0; i < gradients.Length; i++)
            if (gradients[i] is { } each) Add(edges[i]!, each);
    }

    private void Add(TensorAttachment to, Tensor gradient)
    {
        if (!_pending.TryGetValue(to, out Tensor? before))
        {
            _pending[to] = gradient;
            if (to is GradientNode node) _ready.Enqueue(node, -node.Number);
            return;
        }
        if (_createGraph || !AccumulateOperation.InPlace(before, gradient))
        {
            _pending[to] = new AccumulateOperation().Apply(before, gradient);
            before.Dispose();
        }
        gradient.Dispose();
    }

    /// <summary>Leaves receive their gradients at the end, complete.</summary>
    private void Deliver()
    {
        foreach (TensorAttachment attachment in _pending.Keys.ToArray())
        {
            _pending.Remove(attachment, out Tensor? pending);
            var leaf = (LeafGradient)attachment;
            Tensor gradient = AfterHooks(pending!, leaf.Hooks);
            if (_targets is null)
            {
                leaf.Accumulate(gradient, _createGraph);
            }
            else if (_targets.ContainsKey(leaf))
            {
                _targets[leaf] = gradient;
            }
            else
            {
                gradient.Dispose();
            }
        }
    }

    private static Tensor AfterHooks(Tensor gradient, List<Func<Tensor, Tensor?>>? hooks)
    {
        if (hooks is null) return gradient;
        using var scope = new TensorScope();
        foreach (Func<Tensor, Tensor?> hook in hooks.ToArray())
        {
            if (hook(gradient) is not { } changed || changed == gradient) continue;
            if (changed.Shape != gradient.Shape)
                throw new ArgumentException($"[autograd] a hook must keep the gradient's shape. Got {changed} for {gradient}.");
            Tensor mine = TensorScope.Release(changed.Alias());
            gradient.Dispose();
            gradient = mine;
        }
        return gradient;
    }
}
