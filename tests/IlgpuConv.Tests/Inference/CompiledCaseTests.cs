using IlgpuConv.Inference;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Inference;

/// <summary>Every case of every operation as a compiled network of one operation: the same bits as the call itself.</summary>
public class CompiledCaseTests
{
    public static TheoryData<string> Names => [.. CaseSource.All
        .Where(c => !c.IsPerformanceOnly && !c.Name.StartsWith("Compiled/", StringComparison.Ordinal) && c.Inputs.Count > 0 && c.Inputs[0].Type is null && c.Inputs[0].Layout.IsDense).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_compiled_operation_gives_the_same_bits(string name)
    {
        OperationCase subject = CaseSource.Named(name);
        using var scope = new TensorScope();
        Device device = Devices.Get("cpu");
        Tensor[] others = [.. subject.Inputs.Select((input, i) => input.ToTensor(input.Numbers(subject.Seed(i)), device, ElementType.Float32, requiresGrad: false))];
        CompiledModule compiled;
        try
        {
            compiled = CompiledModule.Of(x => subject.Call([x, .. others[1..]]), subject.Inputs[0].Layout.Shape, device: device, fuses: false);
        }
        catch (NotSupportedException refusal)
        {
            // What a host must look at is refused by name.
            Assert.Matches(@"^\[inference\] a compiled network (cannot look at numbers on the way|cannot change tensors that it has not made)\. Got .+ in .+\.$", refusal.Message);
            return;
        }
        using (compiled)
        {
            foreach (int shift in (int[])[0, 1])
            {
                Tensor x = subject.Inputs[0].ToTensor(subject.Inputs[0].Numbers(subject.Seed(0) + (ulong)shift), device, ElementType.Float32, requiresGrad: false);
                float[] actual = compiled.Run(x).ToArray<float>();
                Assert.Equal(subject.Call([compiled.Input, .. others[1..]]).ToArray<float>(), actual);
            }
        }
    }
}
