using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>A differentiable function of one number: all that a new one has to state. See <see cref="UnaryOperation"/>.</summary>
/// <param name="Name">The name in messages.</param>
/// <param name="Forward">The launch of the kernel that computes it.</param>
internal sealed record UnaryFunction(string Name, Pointwise.UnaryLaunch Forward)
{
    /// <summary>The gradient <c>dx</c> from <c>dy</c> and what is saved, made of operations; null where the slope is constant in pieces.</summary>
    public Func<Tensor, Tensor, Tensor>? Composed { get; init; }

    /// <summary>The same in one kernel, which <see cref="Composed"/> replaces where a graph of the gradient is asked for.</summary>
    public Pointwise.BinaryLaunch? Gradient { get; init; }

    /// <summary>Whether the gradient is a function of the output; else it is one of the input.</summary>
    public bool SavesOutput { get; init; }

    /// <summary>The same function as kernels of convolutions apply it to their sums, or null.</summary>
    public SumFunction? OfSums { get; init; }

    /// <summary>Applies the function to every element.</summary>
    /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
    public Tensor Of(Tensor x) => new UnaryOperation(this).Apply(x);
}
