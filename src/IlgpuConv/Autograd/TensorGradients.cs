using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>What autograd adds to a tensor.</summary>
public static class TensorGradients
{
    extension(Tensor tensor)
    {
        /// <summary>
        /// Whether gradients flow to this tensor. Setting it makes a tensor that no operation made a leaf, or freezes it: a frozen leaf
        /// costs nothing.
        /// </summary>
        /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
        /// <exception cref="InvalidOperationException">An operation made the tensor.</exception>
        public bool RequiresGrad
        {
            get => tensor.Attachment is { IsActive: true };
            set => SetRequiresGrad(tensor, value);
        }

        /// <summary>Whether no operation made the tensor, as far as gradients are concerned.</summary>
        public bool IsLeaf => tensor.Attachment is not GradientNode;

        /// <summary>The gradient that <see cref="Backward"/> has added up in this leaf, or null. It belongs to the leaf.</summary>
        public Tensor? Gradient
        {
            get => (tensor.Attachment as LeafGradient)?.Gradient;
            set => Leaf(tensor).Set(value);
        }

        /// <summary>Adds the gradients of this tensor to the leaves that it depends on.</summary>
        /// <param name="gradient">The gradient of this tensor, or null for 1 where it has one element.</param>
        /// <param name="retainGraph">Whether the graph can be used again.</param>
        /// <param name="createGraph">Whether the gradients themselves can be differentiated; implies <paramref name="retainGraph"/>.</param>
        /// <exception cref="InvalidOperationException">The tensor depends on no leaf, or the graph was freed.</exception>
        public void Backward(Tensor? gradient = null, bool retainGraph = false, bool createGraph = false) =>
            GradientEngine.Accumulate(tensor, gradient, retainGraph || createGraph, createGraph);

        /// <summary>The same elements outside the gradient graph.</summary>
        public Tensor Detach() => tensor.ViewAs(tensor.Layout);

        /// <summary>Forgets the gradient that was added up.</summary>
        public void ClearGradient() => (tensor.Attachment as LeafGradient)?.Clear();

        /// <summary>
        /// Calls <paramref name="hook"/> with the gradient of this tensor in every backward; what it returns, unless null, takes the
        /// gradient's place.
        /// </summary>
        /// <returns>An object whose disposal takes the hook away.</returns>
        public IDisposable OnGradient(Func<Tensor, Tensor?> hook)
        {
            ArgumentNullException.ThrowIfNull(hook);
            List<Func<Tensor, Tensor?>> hooks = tensor.Attachment switch
            {
                GradientNode node => node.Hooks ??= [],
                LeafGradient leaf => leaf.Hooks ??= [],
                _ => throw new InvalidOperationException($"[autograd] a hook needs a tensor that requires a gradient. Got {tensor}."),
            };
            hooks.Add(hook);
            return new HookRemover(hooks, hook);
        }
    }

    private static LeafGradient Leaf(Tensor tensor) => tensor.Attachment as LeafGradient
        ?? throw new InvalidOperationException($"[autograd] only a leaf that requires a gradient keeps one. Got {tensor}.");

    private static void SetRequiresGrad(Tensor tensor, bool value)
    {
        if (tensor.Attachment is GradientNode node)
        {
            throw new InvalidOperationException(
                $"[autograd] only a tensor that no operation made can be set to require a gradient. Got {tensor}, made by {node.Operation.Name}.");
        }
        if (value && !tensor.IsFloating)
            throw new ArgumentException($"[autograd] only floating-point tensors have gradients. Got {tensor}.");
        if (tensor.Attachment is LeafGradient leaf) leaf.RequiresGrad = value;
        else if (value) tensor.Attachment = new LeafGradient(tensor.Layout);
    }

    private sealed class HookRemover(List<Func<Tensor, Tensor?>> hooks, Func<Tensor, Tensor?> hook) : IDisposable
    {
        public void Dispose() => hooks.Remove(hook);
    }
}
