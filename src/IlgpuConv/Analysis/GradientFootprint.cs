using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// Which positions of the input really move an output of a network: those where the gradient is not 0, found by a backward pass from one place. It needs
/// nothing that an operation says of itself, so it is what <see cref="ReceptiveFields"/> is checked with; but a rectifier that is off or a
/// window's loser hides what it might see with other inputs, so several inputs show more.
/// </summary>
/// <param name="Index">The place of the operation among all that ran, as in <see cref="LayerField.Index"/>.</param>
/// <param name="Layer">The layer, as in <see cref="LayerField.Layer"/>.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Output">The shape of what it gives.</param>
/// <param name="Mask">One flag for each position of the input, row by row.</param>
public sealed record GradientFootprint(int Index, string Layer, string Operation, Shape Output, IReadOnlyList<bool> Mask)
{
    /// <summary>Measures operations of a network in inference.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputs">Inputs of one shape, <c>[N, C, spatial...]</c>.</param>
    /// <param name="place">Which place to look at, along each axis after the channels, of the output of the operation with an index and a shape; or null to pass it over.</param>
    /// <returns>The operations that were not passed over and to which gradients flow, in order.</returns>
    /// <exception cref="ArgumentException">There is no input.</exception>
    public static IReadOnlyList<GradientFootprint> Of(Module model, IReadOnlyList<Tensor> inputs, Func<int, Shape, IReadOnlyList<int>?> place)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(place);
        if (inputs.Count == 0) throw new ArgumentException("[footprint] there must be an input. Got none.", nameof(inputs));
        using var mode = new InferenceMode(model);
        var found = new SortedDictionary<int, GradientFootprint>();
        foreach (Tensor input in inputs)
        {
            using var scope = new TensorScope();
            Tensor x = input.Detach();
            x.RequiresGrad = true;
            var outputs = new List<Tensor>();
            IReadOnlyList<TracedOperation> trace = NetworkTrace.Run(model, x, applied =>
            {
                Tensor output = TensorScope.Release(applied.Output.Alias());
                TensorScope.Adopt(output, scope);
                outputs.Add(output);
            });
            for (int i = 0; i < outputs.Count; i++)
            {
                if (!outputs[i].RequiresGrad || trace[i].IsConstant || place(i, outputs[i].Shape) is not { } at) continue;
                bool[] mask = Mask1(x, outputs[i], at);
                if (found.TryGetValue(i, out GradientFootprint? before)) mask = [.. mask.Zip(before.Mask, (a, b) => a || b)];
                found[i] = new GradientFootprint(i, trace[i].Layer, trace[i].Operation.Name, outputs[i].Shape, mask);
            }
        }
        return [.. found.Values];
    }

    /// <summary>The first and the last position along each axis of an input with spatial sizes <paramref name="sizes"/>.</summary>
    public IReadOnlyList<(int First, int Last)> Bounds(IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var bounds = new (int First, int Last)[sizes.Count];
        Array.Fill(bounds, (int.MaxValue, -1));
        for (int i = 0; i < Mask.Count; i++)
        {
            if (!Mask[i]) continue;
            for (int axis = sizes.Count - 1, rest = i; axis >= 0; rest /= sizes[axis], axis--)
                bounds[axis] = (Math.Min(bounds[axis].First, rest % sizes[axis]), Math.Max(bounds[axis].Last, rest % sizes[axis]));
        }
        return bounds;
    }

    private static bool[] Mask1(Tensor x, Tensor output, IReadOnlyList<int> at)
    {
        Shape shape = output.Shape;
        int places = 1, place = 0;
        for (int axis = 0; axis < at.Count; axis++) (places, place) = (places * shape[axis + 2], place * shape[axis + 2] + at[axis]);
        var ones = new double[shape.Elements];
        for (int i = place; i < ones.Length; i += places) ones[i] = 1;
        Tensor seed = Tensor.FromDoubles(ones, shape, output.Type, output.Device, output.Order);
        double[] slope = Gradients.Of(output, [x], gradient: seed, retainGraph: true)[0].ToDoubles();
        var mask = new bool[x.Shape.Skip(2).Aggregate(1, (all, size) => all * size)];
        for (int i = 0; i < slope.Length; i++) mask[i % mask.Length] |= slope[i] != 0;
        return mask;
    }
}
