using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>The layers of a network in the order in which they run, with the shapes that one input gives.</summary>
/// <param name="Input">The shape of the input.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Parameters">The numbers that the network learns, each counted once.</param>
public sealed record ModelSummary(Shape Input, IReadOnlyList<LayerSummary> Layers, long Parameters)
{
    /// <summary>
    /// Runs <paramref name="model"/> in inference on <paramref name="input"/>. A module whose result is that of the modules inside it,
    /// one after the other, is shown as those; any other one is one line.
    /// </summary>
    public static ModelSummary Of(Module model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        bool wasTraining = model.IsTraining;
        model.Eval();
        try
        {
            using TensorScope scope = new();
            using NoGrad noGrad = new();
            Tensor output = model.Forward(input);
            List<LayerSummary> layers = Inside(model, "", input, output) ?? [Line("", model, output)];
            return new ModelSummary(input.Shape, layers, Count(model));
        }
        finally
        {
            if (wasTraining)
            {
                model.Train();
            }
        }
    }

    // Null where the children, run one after the other, do not give what the module gives.
    private static List<LayerSummary>? Inside(Module module, string name, Tensor input, Tensor expected)
    {
        List<LayerSummary> lines = [];
        Tensor value = input;
        try
        {
            foreach ((string childName, Module child) in module.Children)
            {
                string fullName = name.Length == 0 ? childName : $"{name}.{childName}";
                Tensor output = child.Forward(value);
                lines.AddRange(Inside(child, fullName, value, output) ?? [Line(fullName, child, output)]);
                value = output;
            }
        }
        catch (ArgumentException)
        {
            return null;
        }

        bool same = lines.Count > 0 && value.Shape == expected.Shape && value.ToDoubles().AsSpan().SequenceEqual(expected.ToDoubles());
        return same ? lines : null;
    }

    private static LayerSummary Line(string name, Module module, Tensor output) => new(name, module.GetType().Name, output.Shape, Count(module));

    private static long Count(Module module) => module.Parameters().Sum(parameter => parameter.Value.Shape.Elements);
}
