using IlgpuConv.Inference;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>
/// Cases of a convolution with what follows it, compiled: on a device where the kernels take it in, the function, the summand before it or the one
/// after it are part of them. The reference composes the same operations.
/// </summary>
internal sealed class CompiledConvCases : CaseSource
{
    private static readonly (string Name, Func<Tensor, Tensor> Of)[] s_functions =
    [
        ("relu", x => x.Relu()), ("relu6", x => x.Relu6()), ("leaky relu", x => x.LeakyRelu(0.1)), ("hardsigmoid", x => x.Hardsigmoid()),
        ("hardswish", x => x.Hardswish()), ("sigmoid", x => x.Sigmoid()), ("silu", x => x.Silu()), ("tanh", x => x.Tanh()), ("gelu", x => x.Gelu()),
        ("tanh gelu", x => x.Gelu(tanhForm: true)),
    ];

    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach ((string name, Func<Tensor, Tensor> of) in s_functions)
        {
            yield return Case($"k1 {name}", [1, 5, 3, 5], [21, 5, 1, 1], (x, w, b) => of(x.Conv2d(w, b)));
            yield return Case($"k3 s2 {name}", [2, 4, 7, 11], [18, 4, 3, 3], (x, w, b) => of(x.Conv2d(w, b, stride: 2, padding: 1)));
            yield return Case($"sum {name}", [1, 20, 5, 9], [20, 20, 1, 1], (x, w, b) => of(x.Conv2d(w, b) + x));
            yield return Case($"{name} sum", [1, 20, 5, 9], [20, 20, 1, 1], (x, w, b) => of(x.Conv2d(w, b)) + x);
            yield return Case($"depthwise k3 sum {name}", [1, 17, 5, 9], [17, 1, 3, 3], (x, w, b) => of(x.Conv2d(w, b, padding: 1, groups: 17) + x));
            yield return Case($"depthwise 256 {name} sum", [1, 256, 3, 4], [256, 1, 3, 3], (x, w, b) => of(x.Conv2d(w, b, padding: 1, groups: 256)) + x);
            yield return Case($"depthwise 128 sum {name}", [1, 128, 7, 4], [128, 1, 3, 3], (x, w, b) => of(x.Conv2d(w, b, padding: 1, groups: 128) + x));
            yield return Case($"depthwise k5 {name} sum", [1, 17, 6, 9], [17, 1, 5, 5], (x, w, b) => of(x.Conv2d(w, b, padding: 2, groups: 17)) + x);
            yield return Case($"depthwise s2 {name}", [1, 17, 7, 10], [17, 1, 3, 3], (x, w, b) => of(x.Conv2d(w, b, stride: 2, padding: 1, groups: 17)));
            yield return Case($"g4 sum {name}", [1, 16, 5, 9], [16, 4, 3, 3], (x, w, b) => of(x.Conv2d(w, b, padding: 1, groups: 4) + x));
            yield return Case($"g8 k1 {name} sum", [1, 16, 5, 9], [16, 2, 1, 1], (x, w, b) => of(x.Conv2d(w, b, groups: 8)) + x);
            yield return Case($"transposed s2 {name}", [1, 20, 4, 3], [20, 18, 3, 3], (x, w, b) => of(x.ConvTranspose2d(w, b, 2, 1, 1)), transposed: true);
            yield return Case($"3 channels {name}", [1, 3, 5, 19], [3, 3, 3, 3], (x, w, b) => of(x.Conv2d(w, b, padding: 1)));
            // Winograd's tolerance counts terms by running the case on ones, which a function that ends at 1 hides.
            if (name.EndsWith("sigmoid", StringComparison.Ordinal) || name == "tanh") continue;
            yield return Case($"winograd sum {name}", [1, 32, 13, 15], [32, 32, 3, 3], (x, w, b) => of(x.Conv2d(w, b, padding: 1) + x));
            yield return Case($"winograd {name} sum", [1, 32, 14, 13], [32, 32, 3, 3], (x, w, b) => of(x.Conv2d(w, b, padding: 1)) + x);
        }
    }

    private static OperationCase Case(string name, Shape x, Shape weight, Func<Tensor, Tensor, Tensor, Tensor> call, bool transposed = false) =>
        FilterCase.Of($"Compiled/conv {name}", x, weight, [transposed ? weight[1] : weight[0]], (input, w, b) =>
        {
            if (input.Device.Capabilities.Kind == DeviceKind.Reference) return call(input, w, b);
            using CompiledModule compiled = CompiledModule.Of(value => call(value, w, b), input.Shape, input.Type, input.Device);
            return compiled.Run(input).Affine(1, 0);
        }) with
        { DerivativeOrder = 0, Tolerance = name.StartsWith("winograd", StringComparison.Ordinal) ? ToleranceRule.Winograd : ToleranceRule.Rounding };
}
