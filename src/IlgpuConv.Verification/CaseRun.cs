using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>The numbers of one execution of a case: the output and the gradients, in logical order.</summary>
internal sealed record CaseRun(Shape OutputShape, double[] Output, IReadOnlyList<(string Name, double[] Values)> Gradients)
{
    /// <summary>Runs a case forward and backward on the numbers of its seed, each passed through <paramref name="change"/>.</summary>
    public static CaseRun Of(OperationCase subject, Device device, ElementType type, Func<double, double>? change = null)
    {
        using var scope = new TensorScope();
        Tensor[] inputs = Inputs(subject, device, type, change);
        Tensor output = subject.Call(inputs);
        double[] values = output.ToDoubles();
        Tensor[] active = [.. inputs.Where(t => t.RequiresGrad)];
        if (active.Length == 0 || !output.RequiresGrad) return new CaseRun(output.Shape, values, []);

        Tensor cotangent = Tensor.FromDoubles(Cotangent(subject, output.Shape, change), output.Shape, output.Type, device, output.Order);
        Tensor[] gradients = Autograd.Gradients.Of(output, active, gradient: cotangent);
        string[] names = [.. subject.Inputs.Where(i => i.HasGradient).Select(i => $"gradient of {i.Name}")];
        return new CaseRun(output.Shape, values, [.. names.Zip(gradients, (name, g) => (name, g.ToDoubles()))]);
    }

    /// <summary>The inputs as tensors; floating-point numbers pass through <paramref name="change"/>.</summary>
    public static Tensor[] Inputs(OperationCase subject, Device device, ElementType type, Func<double, double>? change = null)
    {
        var inputs = new Tensor[subject.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            CaseInput input = subject.Inputs[i];
            double[] numbers = input.Numbers(subject.Seed(i));
            if (change is not null && input.Type is null) numbers = Array.ConvertAll(numbers, n => change(n));
            inputs[i] = input.ToTensor(numbers, device, type, requiresGrad: subject.DerivativeOrder > 0);
        }
        return inputs;
    }

    /// <summary>The gradient of the output that every check of a case uses.</summary>
    public static double[] Cotangent(OperationCase subject, Shape shape, Func<double, double>? change = null)
    {
        double[] numbers = CaseInput.Uniform("cotangent", shape).Numbers(subject.Seed(-1));
        return change is null ? numbers : Array.ConvertAll(numbers, n => change(n));
    }
}
