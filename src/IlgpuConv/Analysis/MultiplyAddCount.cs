using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>Counts the multiply-adds of a network: those of the operations that one input runs through.</summary>
public static class MultiplyAddCount
{
    /// <summary>
    /// The multiply-adds of convolutions, products and other sums over many terms (see <see cref="Operation.MultiplyAdds"/>) that
    /// <paramref name="model"/> spends in inference on <paramref name="input"/>. What depends on no parameter and on no input is not seen.
    /// </summary>
    public static double Of(Module model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        bool wasTraining = model.IsTraining;
        model.Eval();
        try
        {
            using var scope = new TensorScope();
            Tensor x = input.Detach();
            x.RequiresGrad = true;
            return Sum(model.Forward(x).Attachment as GradientNode);
        }
        finally
        {
            if (wasTraining) model.Train();
        }
    }

    private static double Sum(GradientNode? last)
    {
        if (last is null) return 0;
        double sum = 0;
        var seen = new HashSet<GradientNode> { last };
        var open = new Stack<GradientNode>(seen);
        while (open.TryPop(out GradientNode? node))
        {
            sum += node.Operation.MultiplyAdds;
            foreach (TensorAttachment? edge in node.Edges)
                if (edge is GradientNode next && seen.Add(next)) open.Push(next);
        }
        return sum;
    }
}
