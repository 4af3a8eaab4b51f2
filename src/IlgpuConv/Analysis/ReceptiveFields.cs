using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// The receptive fields of all operations of a network, from those that one input really runs through: each says which positions it reads, and what
/// reads what is put together by sets of positions, so that branches, residuals, transposed convolutions and dilations are exact.
/// </summary>
/// <param name="Input">The shape of the input.</param>
/// <param name="Operations">The operations in the order in which they ran, but for those of parameters alone.</param>
public sealed record ReceptiveFields(Shape Input, IReadOnlyList<LayerField> Operations)
{
    /// <summary>The last operation of each layer, where a layer that comes again counts again.</summary>
    public IReadOnlyList<LayerField> Layers =>
        [.. Operations.Where((operation, i) => i == Operations.Count - 1 || Operations[i + 1].Layer != operation.Layer)];

    /// <summary>The last operation whose outputs still lie at positions of the input along every axis: the last feature map.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public LayerField LastMap => Operations.LastOrDefault(operation => operation.Axes.Count > 0 && operation.OutputAxes.All(axis => axis >= 0))
        ?? throw new InvalidOperationException("[receptive field] a feature map must have positions along every axis of the input. Got a network without one.");

    /// <summary>Runs <paramref name="model"/> in inference on random numbers of shape <paramref name="input"/>, in the type and on the device of its parameters.</summary>
    public static ReceptiveFields Of(Module model, Shape input)
    {
        using Tensor x = Inputs.Like(model, input);
        return Of(model, x);
    }

    /// <summary>Runs <paramref name="model"/> in inference on <paramref name="input"/>, <c>[N, C, spatial...]</c>.</summary>
    /// <exception cref="ArgumentException">The input has no spatial axis.</exception>
    /// <exception cref="NotSupportedException">An operation does not say which positions it reads; <see cref="GradientFootprint"/> measures it.</exception>
    public static ReceptiveFields Of(Module model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank < 3) throw new ArgumentException($"[receptive field] the input must be [N, C, spatial...]. Got {input}.", nameof(input));
        using var mode = new InferenceMode(model);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var tracker = new FieldTracker(input);
        IReadOnlyList<TracedOperation> trace = NetworkTrace.Run(model, input, tracker.Hear);
        return new ReceptiveFields(input.Shape, [.. trace.Select((operation, i) => tracker.Describe(operation, i)).Where(field => field.Axes.Count > 0)]);
    }
}
