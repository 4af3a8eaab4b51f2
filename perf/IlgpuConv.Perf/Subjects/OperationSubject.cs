using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Perf;

/// <summary>The forward of an operation as a program calls it: with the allocation of its output, its plan, and packed filters kept.</summary>
/// <param name="Case">The case.</param>
internal sealed record OperationSubject(OperationCase Case) : Subject("operations", Case.Name)
{
    /// <inheritdoc/>
    public override double InputBytes => Case.Inputs.Sum(input => 4.0 * input.Layout.Shape.Elements);

    /// <inheritdoc/>
    public override string? Fault(Device device, CaseChecks checks) => checks.Fault(Case, device);

    /// <inheritdoc/>
    public override Session Open(Device device)
    {
        Tensor[] inputs = Inputs(Case, device);
        double bytes;
        using (new TensorScope())
        using (new NoGrad())
            bytes = BytesOf(Case, inputs, Case.Call(inputs));
        return new Session(
            device,
            () =>
            {
                using var scope = new TensorScope();
                using var noGrad = new NoGrad();
                Case.Call(inputs);
            },
            () => Array.ForEach(inputs, input => input.Dispose())) { Flops = Case.Flops, Bytes = bytes };
    }

    /// <summary>What the case states, or else all inputs and the output.</summary>
    internal static double BytesOf(OperationCase subject, IEnumerable<Tensor> inputs, Tensor output) =>
        subject.Bytes > 0 ? subject.Bytes : inputs.Append(output).Sum(tensor => (double)tensor.Shape.Elements * tensor.Type.Size());

    /// <summary>The inputs of a case, which live until they are disposed.</summary>
    internal static Tensor[] Inputs(OperationCase subject, Device device)
    {
        using IDisposable own = TensorScope.Suspend();
        return [.. subject.Inputs.Select((input, i) => input.ToTensor(input.Numbers(subject.Seed(i)), device, ElementType.Float32, requiresGrad: false))];
    }
}
