using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>What a network costs: the sum over the operations that one input really runs through, whatever they are.</summary>
/// <param name="Input">The shape of the input, the batch included.</param>
/// <param name="Operations">The operations in the order in which they ran.</param>
/// <param name="Parameters">Numbers that the network learns, each once, used or not.</param>
/// <param name="ParameterBytes">Their bytes.</param>
public sealed record NetworkCost(Shape Input, IReadOnlyList<OperationCost> Operations, long Parameters, long ParameterBytes)
{
    /// <summary>What the numbers mean, to be printed with them.</summary>
    public const string Definition =
        "MACs: multiply-adds of sums over many terms (convolutions, products, sampling); FLOPs: 2 MACs and 1 for each element that a bias is added to. " +
        "Element-wise work, normalisation and pooling are not counted. Many papers call MACs FLOPs.";

    /// <summary>Multiply-adds in all.</summary>
    public double MultiplyAdds => Operations.Sum(operation => operation.MultiplyAdds);

    /// <summary>Multiplications and additions in all.</summary>
    public double Flops => Operations.Sum(operation => operation.Flops);

    /// <summary>All outputs that are not views.</summary>
    public long ActivationBytes => Operations.Sum(operation => operation.ActivationBytes);

    /// <summary>Inputs, weights and outputs of all operations.</summary>
    public long MovedBytes => Operations.Sum(operation => operation.MovedBytes);

    /// <summary>The largest matrix that im2col would write; one at a time is needed.</summary>
    public double LargestColumnBytes => Operations.Select(operation => operation.ColumnBytes).DefaultIfEmpty().Max();

    /// <summary>What is kept for the backward.</summary>
    public long SavedBytes => Operations.Sum(operation => operation.SavedBytes);

    /// <summary>Operations for each byte that moves.</summary>
    public double Intensity => MovedBytes == 0 ? 0 : Flops / MovedBytes;

    /// <summary>Memory that training keeps: what is saved for the backward, and of each parameter its value, its gradient and what the optimiser has of it.</summary>
    /// <param name="optimizerSlots">Numbers that the optimiser keeps for each parameter: 0 for plain descent, 1 with momentum, 2 for Adam.</param>
    public long TrainingBytes(int optimizerSlots) => SavedBytes + ParameterBytes * (2 + optimizerSlots);

    /// <summary>The least time on a machine: the sum over the operations of the longer of arithmetic and memory.</summary>
    public double Seconds(Roofline roofline)
    {
        ArgumentNullException.ThrowIfNull(roofline);
        return Operations.Sum(operation => roofline.Seconds(operation.Flops, operation.MovedBytes));
    }

    /// <summary>The cost of each layer: that of its operations that come one after the other.</summary>
    public IReadOnlyList<OperationCost> Layers
    {
        get
        {
            var layers = new List<OperationCost>();
            foreach (OperationCost next in Operations)
            {
                if (layers.Count == 0 || layers[^1].Layer != next.Layer) layers.Add(next);
                else layers[^1] = Sum(layers[^1], next);
            }
            return layers;
        }
    }

    /// <summary>Runs <paramref name="model"/> in inference on random numbers of shape <paramref name="input"/>, in the type and on the device of its parameters.</summary>
    public static NetworkCost Of(Module model, Shape input)
    {
        using Tensor x = Inputs.Like(model, input);
        return Of(model, x);
    }

    /// <summary>Runs <paramref name="model"/> in inference on <paramref name="input"/>, and keeps what a backward would need to measure it.</summary>
    public static NetworkCost Of(Module model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        using var mode = new InferenceMode(model);
        using var scope = new TensorScope();
        var kept = new HashSet<Storage>(model.Parameters().Select(parameter => parameter.Value.Storage));
        var bytes = new List<(long Activation, long Moved, long Saved)>();
        Tensor x = input.Detach();
        IReadOnlyList<TracedOperation> trace = NetworkTrace.Run(model, x, applied =>
        {
            Tensor output = applied.Output;
            bool isView = applied.Inputs.Any(tensor => tensor.Storage == output.Storage);
            long moved = isView ? 0 : Bytes(output) + applied.Inputs.Distinct().Sum(Bytes);
            IEnumerable<Tensor> saved = output.Attachment is GradientNode node && node.Operation == applied.Operation ? node.Kept : [];
            bytes.Add((isView ? 0 : Bytes(output), moved, saved.Where(tensor => kept.Add(tensor.Storage)).Sum(Bytes)));
        });
        return new NetworkCost(input.Shape, [.. trace.Select((traced, i) => Cost(traced, bytes[i]))], Count(model.Parameters()), model.Parameters().Sum(p => Bytes(p.Value)));
    }

    /// <summary>The totals in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Input}: {MultiplyAdds:N0} MACs, {Flops:N0} FLOPs, {Parameters:N0} parameters, {ActivationBytes:N0} bytes of activations, {MovedBytes:N0} bytes moved, {Intensity:0.0} FLOPs a byte");

    private static OperationCost Cost(TracedOperation traced, (long Activation, long Moved, long Saved) bytes) => new(
        traced.Layer, traced.Kind, traced.Operation.Name, traced.Output.Shape, traced.Operation.MultiplyAdds, traced.Operation.Flops, Count(traced.Parameters),
        bytes.Activation, bytes.Moved, traced.Operation.ColumnElements * traced.Output.Type.Size(), bytes.Saved);

    private static OperationCost Sum(OperationCost a, OperationCost b) => new(
        a.Layer, a.Kind, a.MultiplyAdds >= b.MultiplyAdds ? a.Operation : b.Operation, b.Output, a.MultiplyAdds + b.MultiplyAdds, a.Flops + b.Flops, a.Parameters + b.Parameters,
        a.ActivationBytes + b.ActivationBytes, a.MovedBytes + b.MovedBytes, Math.Max(a.ColumnBytes, b.ColumnBytes), a.SavedBytes + b.SavedBytes);

    private static long Count(IEnumerable<Parameter> parameters) => parameters.Sum(parameter => parameter.Value.Shape.Elements);

    private static long Bytes(Tensor tensor) => tensor.Shape.Elements * tensor.Type.Size();
}
