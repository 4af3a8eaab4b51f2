using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of receptive-field-adaptive convolution. A hard choice has a surrogate for its gradient, which no difference can find.</summary>
internal sealed class AdaptiveFieldCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Mixture("sizes 1,3,5 3-5 6x7 n2", [2, 3, 6, 7], 5, AdaptiveFieldOptions.Sizes(1, 3, 5));
        yield return Mixture("sizes 3,5 g2 s2 4-6 n1", [1, 4, 7, 6], 6, AdaptiveFieldOptions.Sizes(3, 5), stride: 2, groups: 2);
        yield return Mixture("sizes 1,3 as outputs n2", [2, 3, 5, 4], 4, AdaptiveFieldOptions.Sizes(1, 3) with { MixesFilters = false });
        yield return Mixture("dilations 1,2,3 3-4 n2", [2, 3, 7, 6], 4, AdaptiveFieldOptions.Dilations(3, 1, 2, 3));
        yield return Mixture("dilations 1,2 as filters n2", [2, 3, 7, 6], 4, AdaptiveFieldOptions.Dilations(3, 1, 2) with { MixesFilters = true });
        yield return Mixture("sizes 1,3 n0", [0, 3, 4, 4], 4, AdaptiveFieldOptions.Sizes(1, 3));
        yield return Layer("hard, in inference n3", [3, 3, 5, 4], g => new AdaptiveFieldConv2d(3, 4, options: Hard, generator: g).Eval()) with { DerivativeOrder = 0 };
        yield return Layer("hard, in training n3", [3, 3, 5, 4], g => new AdaptiveFieldConv2d(3, 4, options: Hard, generator: g, noise: new(3))) with { DerivativeOrder = 0 };
        yield return Layer("soft radius k5 3-5 n2", [2, 3, 6, 5], g => new SoftRadiusConv2d(3, 5, 5, options: new() { InitialRadius = 1.2 }, generator: g));
        yield return Layer("soft radius k7 g2 s2 in inference", [2, 4, 8, 7], g => new SoftRadiusConv2d(4, 6, 7, 2, 2, options: new() { InitialRadius = 0.9, Threshold = 0.05 }, generator: g).Eval());
        yield return Layer("soft radius k1 n1", [1, 3, 3, 3], g => new SoftRadiusConv2d(3, 4, 1, generator: g));
        yield return LayerCase.Timed("AdaptiveField/sizes 1,3,5,7 64-64 28x28 n8", [8, 64, 28, 28], g => new AdaptiveFieldConv2d(64, 64, generator: g), 2.0 * 8 * 784 * 64 * 64 * 49);
        yield return LayerCase.Timed(
            "AdaptiveField/dilations 1,2,3 64-64 28x28 n8", [8, 64, 28, 28],
            g => new AdaptiveFieldConv2d(64, 64, options: AdaptiveFieldOptions.Dilations(3, 1, 2, 3), generator: g), 2.0 * 8 * 784 * 64 * 64 * 27);
        yield return new OperationCase
        {
            Name = "HardChoice/n9 s4",
            Inputs = [CaseInput.Distinct("x", [9, 4])],
            Call = t => t[0].HardChoice(),
            Tolerance = ToleranceRule.Exact,
            DerivativeOrder = 0,
        };
    }

    /// <summary>With a lower temperature the shares, and so the choices of images, differ clearly.</summary>
    private static AdaptiveFieldOptions Hard =>
        AdaptiveFieldOptions.Sizes(1, 3) with { IsHard = true, Router = new() { Temperature = TemperatureSchedule.Constant(0.25) } };

    private static OperationCase Mixture(string name, Shape input, int outChannels, AdaptiveFieldOptions options, int stride = 1, int groups = 1) =>
        Layer(name, input, g => new AdaptiveFieldConv2d(input[1], outChannels, stride, groups, options: options, generator: g));

    private static OperationCase Layer(string name, Shape input, Func<RandomGenerator, Module> make) =>
        LayerCase.Of($"AdaptiveField/{name}", CaseInput.Uniform("x", input), make);
}
