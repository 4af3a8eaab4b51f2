using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of the residual block of octave convolutions: both outputs side by side, the low one enlarged.</summary>
internal sealed class OctaveResidualCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("OctaveResidualBlock2d/4-4 5x6 n2", 4, 1);
        yield return Case("OctaveResidualBlock2d/4-6 s2 5x6 n2", 6, 2);
    }

    private static OperationCase Case(string name, int outputs, int stride) => new()
    {
        Name = name,
        Inputs = [CaseInput.Uniform("high", [2, 2, 5, 6]), CaseInput.Uniform("low", [2, 2, 3, 3])],
        Call = t =>
        {
            var block = new OctaveResidualBlock2d(4, outputs, stride: stride, generator: new RandomGenerator(5));
            block.To(t[0].Type).To(t[0].Device);
            (Tensor? y, Tensor? z) = block.Forward(t[0], t[1]);
            return Tensor.Concat(1, y!, z!.OctaveUp(y!.Shape[2], y.Shape[3]));
        },
        DerivativeOrder = 1,
    };
}
