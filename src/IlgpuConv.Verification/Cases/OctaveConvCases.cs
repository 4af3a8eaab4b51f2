using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of octave convolution: both outputs side by side, the low one enlarged.</summary>
internal sealed class OctaveConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach (OctaveLowPass lowPass in Enum.GetValues<OctaveLowPass>())
        {
            string name = lowPass == OctaveLowPass.Average ? "average" : "gaussian";
            yield return Case($"OctaveConv2d/4-6 {name} 5x6", [1, 2, 5, 6], 1, lowPass);
            yield return Case($"OctaveConv2d/4-6 {name} s2 5x6 n2", [2, 2, 5, 6], 2, lowPass);
        }
    }

    private static OperationCase Case(string name, Shape high, int stride, OctaveLowPass lowPass) => new()
    {
        Name = name,
        Inputs = [CaseInput.Uniform("high", high), CaseInput.Uniform("low", [high[0], 2, (high[2] + 1) / 2, (high[3] + 1) / 2])],
        Call = t =>
        {
            var layer = new OctaveConv2d(4, 6, 3, stride: stride, padding: 1, lowPass: lowPass, generator: new RandomGenerator(5));
            layer.To(t[0].Type).To(t[0].Device);
            (Tensor? y, Tensor? z) = layer.Forward(t[0], t[1]);
            return Tensor.Concat(1, y!, z!.OctaveUp(y!.Shape[2], y.Shape[3]));
        },
    };
}
