using IlgpuConv.Inference;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Perf;

/// <summary>The forward of an operation as a compiled network of one: what a call costs a program that compiled it.</summary>
/// <param name="Case">The case.</param>
internal sealed record CompiledSubject(OperationCase Case) : Subject("compiled", Case.Name)
{
    /// <inheritdoc/>
    public override double InputBytes => Case.Inputs.Sum(input => 4.0 * input.Layout.Shape.Elements);

    /// <summary>Whether the first input is one that a network has.</summary>
    public static bool CanCompile(OperationCase subject) => subject.Inputs.Count > 0 && subject.Inputs[0] is { Type: null, Layout.IsDense: true };

    /// <summary>What the operation does wrong, or that it leaves other bits than when it is compiled.</summary>
    public override string? Fault(Device device, CaseChecks checks)
    {
        if (checks.Fault(Case, device) is { } fault) return fault;
        using var scope = new TensorScope();
        Tensor[] inputs = OperationSubject.Inputs(Case, device);
        try
        {
            using CompiledModule compiled = Compile(inputs, device);
            double[] actual = compiled.Run(inputs[0]).ToDoubles();
            return actual.SequenceEqual(Case.Call([compiled.Input, .. inputs[1..]]).ToDoubles()) ? null : "the compiled operation makes another output";
        }
        catch (NotSupportedException refusal)
        {
            return refusal.Message;
        }
        finally
        {
            Array.ForEach(inputs, input => input.Dispose());
        }
    }

    /// <inheritdoc/>
    public override Session Open(Device device)
    {
        Tensor[] inputs = OperationSubject.Inputs(Case, device);
        CompiledModule compiled = Compile(inputs, device);
        compiled.Run(inputs[0]);
        return new Session(
            device,
            compiled.Run,
            () =>
            {
                compiled.Dispose();
                Array.ForEach(inputs, input => input.Dispose());
            }) { Kernels = [.. compiled.Steps], Flops = Case.Flops, Bytes = OperationSubject.BytesOf(Case, inputs, compiled.Output) };
    }

    private CompiledModule Compile(Tensor[] inputs, Device device) =>
        CompiledModule.Of(x => Case.Call([x, .. inputs[1..]]), inputs[0].Shape, device: device, fuses: false);
}
