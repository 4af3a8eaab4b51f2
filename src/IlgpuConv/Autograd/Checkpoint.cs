using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>Trades time for memory: a piece of the network keeps only its inputs and is computed again in the backward.</summary>
public static class Checkpoint
{
    /// <summary>Runs <paramref name="forward"/> without keeping what lies between.</summary>
    /// <param name="forward">The piece; it is run again in the backward, with the same random draws.</param>
    /// <param name="inputs">Every tensor that the piece uses and that needs a gradient, its parameters included.</param>
    /// <exception cref="InvalidOperationException">In the backward: the piece used a leaf that is not among the inputs.</exception>
    public static Tensor Run(Func<IReadOnlyList<Tensor>, Tensor> forward, params ReadOnlySpan<Tensor?> inputs)
    {
        ArgumentNullException.ThrowIfNull(forward);
        return new CheckpointOperation(forward).Apply(inputs);
    }
}
