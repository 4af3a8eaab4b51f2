using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of modulated convolution: both forms of the operation, and the layer.</summary>
internal sealed class ModulatedConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach (ModulationForm form in (ModulationForm[])[ModulationForm.Filters, ModulationForm.Features])
        {
            yield return Case($"4-5 k3 p1 6x5 n2 {form}", [2, 4, 6, 5], [5, 4, 3, 3], form, padding: 1);
            yield return Case($"6-4 k3 s2 g2 7x6 n2 {form}", [2, 6, 7, 6], [4, 3, 3, 3], form, stride: 2, groups: 2);
            yield return Case($"3-17 k1 plain 4x5 n3 {form}", [3, 3, 4, 5], [17, 3, 1, 1], form, demodulates: false);
            yield return Case($"3-4 k3x1 d2 n1 {form}", [1, 3, 7, 4], [4, 3, 3, 1], form, dilation: 2);
            yield return Case($"3-4 k3 n0 {form}", [0, 3, 5, 5], [4, 3, 3, 3], form);
        }
        yield return Layer("layer of itself 4-6 k3 p1", [2, 4, 5, 6], 4, hasStyle: false);
        yield return Layer("layer with a style 4-6 k3 p1", [2, 4, 5, 6], 3, hasStyle: true);
        yield return Case("64-64@28 k3 n8", [8, 64, 28, 28], [64, 64, 3, 3], ModulationForm.Automatic, padding: 1) with { IsPerformanceOnly = true };
    }

    private static OperationCase Case(
        string sizes, Shape x, Shape weight, ModulationForm form, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        bool demodulates = true) => new()
        {
            Name = $"ModulatedConv2d/{sizes}",
            Inputs =
            [
                CaseInput.Uniform("x", x),
                CaseInput.Uniform("weight", weight, MemoryOrder.Filter),
                CaseInput.AwayFromZero("style", [x[0], x[1]]),
                CaseInput.Uniform("bias", [weight[0]]),
            ],
            Call = t => t[0].ModulatedConv2d(t[1], t[2], t[3], stride, padding, dilation, groups, demodulates, 1e-3, form),
        };

    private static OperationCase Layer(string sizes, Shape x, int styleFeatures, bool hasStyle) => new()
    {
        Name = $"ModulatedConv2d/{sizes}",
        Inputs = [CaseInput.Uniform("x", x), .. hasStyle ? [CaseInput.Uniform("style", [x[0], styleFeatures])] : (CaseInput[])[]],
        Call = t =>
        {
            var options = new ModulatedConvOptions { StyleFeatures = styleFeatures };
            var layer = new ModulatedConv2d(x[1], 6, 3, padding: 1, options: options, generator: new RandomGenerator(7));
            layer.To(t[0].Type).To(t[0].Device);
            return hasStyle ? layer.Forward(t[0], t[1]) : layer.Forward(t[0]);
        },
    };
}
