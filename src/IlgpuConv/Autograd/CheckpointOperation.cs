using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>A piece of a network as one operation, whose backward computes it again.</summary>
internal sealed class CheckpointOperation(Func<IReadOnlyList<Tensor>, Tensor> forward) : Operation
{
    private readonly DrawLog _draws = new();
    private int _inputs;

    /// <inheritdoc/>
    public override string Name => "checkpoint";

    /// <inheritdoc/>
    public override int HighestOrder => 1;

    /// <inheritdoc/>
    public override bool IsComposite => true;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        _inputs = inputs.Length;
        for (int i = 0; i < inputs.Length; i++) Save(i, inputs[i]);
        using IDisposable kept = RandomGenerator.Use(_draws);
        return forward(inputs.ToArray());
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        var results = new Tensor?[_inputs];
        var leaves = new Tensor[_inputs];
        for (int i = 0; i < _inputs; i++)
        {
            // A parameter is reached through the module, so its own leaf is the target; anything else becomes a leaf here.
            leaves[i] = Saved(i).Attachment is LeafGradient ? Saved(i) : Saved(i).Detach();
            if (Needs(i) && !leaves[i].RequiresGrad) leaves[i].RequiresGrad = true;
        }
        Tensor output = Recompute(leaves);
        int[] wanted = [.. Enumerable.Range(0, _inputs).Where(Needs)];
        Tensor[] found = Gradients.Of(output, [.. wanted.Select(i => leaves[i])], gradient: gradient);
        for (int i = 0; i < wanted.Length; i++) results[wanted[i]] = found[i];
        return results;
    }

    private Tensor Recompute(Tensor[] leaves)
    {
        _draws.Rewind();
        using IDisposable replayed = RandomGenerator.Use(_draws);
        bool mode = GradientMode.Set(true);
        OrderLimit? limit = GradientMode.SetLimit(null);
        try
        {
            Tensor output = forward(leaves);
            GradientEngine.CheckLeaves(output, leaves);
            return output;
        }
        finally
        {
            GradientMode.SetLimit(limit);
            GradientMode.Set(mode);
        }
    }
}
