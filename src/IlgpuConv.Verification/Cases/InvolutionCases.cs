using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of involution: the operation in both of its forms, and the layer.</summary>
internal sealed class InvolutionCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("c6 g2 k3 p1 7x6 n2", [2, 6, 7, 6], 2, 3, 1, 1);
        yield return Case("c5 g5 k3 5x4", [1, 5, 5, 4], 5, 3, 1, 0);
        yield return Case("c16 g1 k3 s2 p1 7x9", [1, 16, 7, 9], 1, 3, 2, 1);
        yield return Case("c22 g2 k5 p2 6x5", [1, 22, 6, 5], 2, 5, 1, 2);
        yield return Case("c4 g2 k3x2 s2x3 p1x0 d2x1 9x8 n2", [2, 4, 9, 8], 2, (3, 2), (2, 3), (1, 0), (2, 1));
        yield return Case("c3 g1 k1 3x3", [1, 3, 3, 3], 1, 1, 1, 0);
        yield return Case("c8 g1 k3 p1 pitch 11", [2, 8, 3, 4], 1, 3, 1, 1, pitch: 11);
        yield return Case("c4 g2 k3 p1 n0", [0, 4, 3, 3], 2, 3, 1, 1);
        yield return Case("c64 g4 k7 p3 28x28 n4", [4, 64, 28, 28], 4, 7, 1, 3) with { IsPerformanceOnly = true };
        yield return Layer("c8 k3 7x6 n2", [2, 8, 7, 6], g => new Involution2d(8, 3, options: new() { GroupChannels = 4 }, generator: g));
        yield return Layer("c6 k5 s2 odd 7x5 n2", [2, 6, 7, 5], g => new Involution2d(6, 5, 2, new() { GroupChannels = 3, Reduction = 2 }, g));
        yield return LayerCase.Timed("Involution2d/layer c64 k7 28x28 n8", [8, 64, 28, 28], g => new Involution2d(64, generator: g));
    }

    private static OperationCase Case(
        string name, Shape x, int groups, Pair kernel, Pair stride, Pair padding, Pair? dilation = null, int pitch = 0)
    {
        Pair step = dilation ?? 1;
        int taps = kernel.Height * kernel.Width;
        int height = (x[2] + 2 * padding.Height - step.Height * (kernel.Height - 1) - 1) / stride.Height + 1;
        int width = (x[3] + 2 * padding.Width - step.Width * (kernel.Width - 1) - 1) / stride.Width + 1;
        Shape kernels = [x[0], groups * taps, height, width];
        return new OperationCase
        {
            Name = $"Involution2d/{name}",
            Inputs = [CaseInput.Uniform("x", x, pitch: pitch), CaseInput.Uniform("kernels", kernels, pitch: pitch == 0 ? 0 : kernels[1] + 2)],
            Call = t => t[0].Involution2d(t[1], kernel, stride, padding, dilation),
            Tolerance = ToleranceRule.Linear,
            Flops = 2.0 * x[0] * x[1] * height * width * taps,
            Bytes = 4.0 * (x.Elements + kernels.Elements + (double)x[0] * x[1] * height * width),
        };
    }

    private static OperationCase Layer(string name, Shape input, Func<RandomGenerator, Involution2d> make) =>
        LayerCase.Of($"Involution2d/layer {name}", CaseInput.Uniform("x", input), make);
}
