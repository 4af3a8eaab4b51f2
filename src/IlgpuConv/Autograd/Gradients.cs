using IlgpuConv.Tensors;

namespace IlgpuConv.Autograd;

/// <summary>Gradients as values, without touching what leaves have added up.</summary>
public static class Gradients
{
    /// <summary>The gradients of <paramref name="output"/> with respect to <paramref name="inputs"/>.</summary>
    /// <param name="output">The output; with several elements a <paramref name="gradient"/> is needed.</param>
    /// <param name="inputs">Tensors that require a gradient or were computed from such.</param>
    /// <param name="createGraph">Whether the gradients themselves can be differentiated.</param>
    /// <param name="gradient">The gradient of the output, or null for 1.</param>
    /// <param name="retainGraph">Whether the graph can be used again; null for the value of <paramref name="createGraph"/>.</param>
    /// <returns>One gradient for each input; zeros where the output does not depend on it.</returns>
    /// <exception cref="ArgumentException">An input is not part of a graph, or the gradient does not fit the output.</exception>
    public static Tensor[] Of(
        Tensor output, IReadOnlyList<Tensor> inputs, bool createGraph = false, Tensor? gradient = null, bool? retainGraph = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(inputs);
        var targets = new TensorAttachment[inputs.Count];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = inputs[i].Attachment is { IsActive: true } target
                ? target
                : throw new ArgumentException($"[autograd] every input must require a gradient. Got input {i} {inputs[i]}, which does not.", nameof(inputs));
        }
        Tensor?[] found = GradientEngine.Collect(output, gradient, targets, retainGraph ?? createGraph, createGraph);
        var results = new Tensor[found.Length];
        for (int i = 0; i < results.Length; i++)
        {
            Tensor input = inputs[i];
            if (found[i] is { } gradientOfInput) TensorScope.Adopt(gradientOfInput, TensorScope.Current);
            results[i] = found[i] ?? Tensor.Zeros(input.Shape, input.Type, input.Device, input.Order);
        }
        return results;
    }
}
