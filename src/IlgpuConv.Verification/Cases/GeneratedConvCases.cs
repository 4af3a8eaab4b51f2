using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of generated convolution: mixing and normalising filters, and the layer in each variant.</summary>
internal sealed class GeneratedConvCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Mixtures(), .. Norms(), .. Layers()];

    private static IEnumerable<OperationCase> Mixtures()
    {
        yield return Mixture("f3 5-4 k3x2 n2", 2, [3, 5, 4, 3, 2], MemoryOrder.PerSampleFilter, hasCommon: true);
        yield return Mixture("f1 19-2 k1 n3", 3, [1, 19, 2, 1, 1], MemoryOrder.PerSampleFilter, hasCommon: false);
        yield return Mixture("f4 16-1 k3 row-major n2", 2, [4, 16, 1, 3, 3], MemoryOrder.RowMajor, hasCommon: true);
        yield return Mixture("f2 3-2 k3 n0", 0, [2, 3, 2, 3, 3], MemoryOrder.PerSampleFilter, hasCommon: true);
        yield return new OperationCase
        {
            Name = "MixFilters/apply f4 4-5 k3 p1 8x7 n2",
            Inputs =
            [
                CaseInput.Uniform("x", [2, 4, 8, 7]),
                CaseInput.Uniform("filters", [4, 5, 4, 3, 3], MemoryOrder.PerSampleFilter),
                CaseInput.Uniform("common", [5, 4, 3, 3], MemoryOrder.Filter),
                CaseInput.Uniform("bias", [5]),
            ],
            Call = t => t[0].PerSampleConv2d(t[0].GlobalAvgPool2d().Reshape([2, 4]).MixFilters(t[1], t[2]), t[3], padding: 1),
        };
    }

    private static IEnumerable<OperationCase> Norms()
    {
        foreach ((Shape shape, MemoryOrder order) in ((Shape, MemoryOrder)[])
            [
                ([2, 16, 3, 3, 3], MemoryOrder.PerSampleFilter), ([3, 5, 2, 1, 1], MemoryOrder.PerSampleFilter),
                ([1, 19, 1, 3, 2], MemoryOrder.RowMajor), ([0, 4, 2, 3, 3], MemoryOrder.PerSampleFilter),
            ])
        {
            yield return new OperationCase
            {
                Name = $"NormaliseFilters/{shape} {order}",
                Inputs = [CaseInput.AwayFromZero("filters", shape, order), CaseInput.Uniform("gain", [shape[1]])],
                Call = t => t[0].NormaliseFilters(t[1], 1e-3),
            };
        }
    }

    private static IEnumerable<OperationCase> Layers()
    {
        yield return Layer("gap-linear 3-5 k3 p1 7x9 n2", [2, 3, 7, 9], () => Make(3, 5, 3, padding: 1));
        yield return Layer("gap-linear 4-6 k3 s2 g2", [2, 4, 7, 6], () => Make(4, 6, 3, stride: 2, padding: 1, groups: 2));
        yield return Layer("gap-mlp 4-16 k3x1 d2", [1, 4, 7, 6], () => Make(4, 16, (3, 1), dilation: 2, variant: FilterVariant.GapMlp));
        yield return Layer("pool-conv 4-5 k3 p1", [2, 4, 8, 7], () => Make(4, 5, 3, padding: 1, variant: FilterVariant.PoolConv));
        yield return Layer("pool-conv hidden 3-4 k2x3 g1", [2, 3, 6, 7], () => Make(3, 4, (2, 3), variant: FilterVariant.PoolConv, hidden: 6));
        yield return Layer("residual 4-5 k3 p1", [2, 4, 6, 5], () => Make(4, 5, 3, padding: 1, variant: FilterVariant.Residual));
        yield return Layer("normalised 3-5 k3 p1", [2, 3, 6, 5], () => Make(3, 5, 3, padding: 1, norm: FilterNormalisation.WeightNorm));
        yield return Layer(
            "demodulated residual 3-5 k3 p1", [2, 3, 6, 5],
            () => Make(3, 5, 3, padding: 1, variant: FilterVariant.Residual, hidden: 4, norm: FilterNormalisation.Demodulation));
        yield return Layer("generated bias 4-3 k3 p1", [2, 4, 5, 6], () => Make(4, 3, 3, padding: 1, variant: FilterVariant.GapMlp, generatesBias: true));
        yield return Layer("generated bias pool-conv 3-4 k2 n1", [1, 3, 5, 6], () => Make(3, 4, 2, variant: FilterVariant.PoolConv, generatesBias: true));
        yield return Layer("gap-linear 3-5 k3 n0", [0, 3, 5, 6], () => Make(3, 5, 3));
        yield return Signal("gap-linear 3-5 k3 p1 w11 n2", [2, 3, 11], 3, 5, 3, padding: 1);
        yield return Signal("gap-mlp 4-6 k3 s2 d2 g2 w14", [2, 4, 14], 4, 6, 3, stride: 2, dilation: 2, groups: 2, variant: FilterVariant.GapMlp);
        yield return Signal("pool-conv 4-3 k4 w9 n1", [1, 4, 9], 4, 3, 4, variant: FilterVariant.PoolConv);
        yield return Signal("residual demodulated 3-4 k5 p2 w8", [2, 3, 8], 3, 4, 5, padding: 2, variant: FilterVariant.Residual, norm: FilterNormalisation.Demodulation);
        yield return Layer("gap-linear 3-64 k3 p1 56x56 n8", [8, 3, 56, 56], () => Make(3, 64, 3, padding: 1)) with { IsPerformanceOnly = true };
        yield return Layer("gap-linear 64-128 k3 p1 14x14 n8", [8, 64, 14, 14], () => Make(64, 128, 3, padding: 1)) with { IsPerformanceOnly = true };
    }

    private static OperationCase Mixture(string sizes, int samples, Shape filters, MemoryOrder order, bool hasCommon)
    {
        CaseInput[] inputs = [CaseInput.Uniform("coefficients", [samples, filters[0]]), CaseInput.Uniform("filters", filters, order)];
        if (hasCommon) inputs = [.. inputs, CaseInput.Uniform("common", [.. filters.Skip(1)], MemoryOrder.Filter)];
        return new OperationCase
        {
            Name = $"MixFilters/{sizes}",
            Inputs = inputs,
            Call = t => t[0].MixFilters(t[1], hasCommon ? t[2] : null),
            Tolerance = ToleranceRule.Linear,
            Flops = 2.0 * samples * filters.Elements,
            Bytes = 4.0 * (filters.Elements + samples * filters.Elements / filters[0]),
        };
    }

    private static OperationCase Layer(string sizes, Shape input, Func<GeneratedConv2d> make) => new()
    {
        Name = $"GeneratedConv2d/{sizes}",
        Inputs = [CaseInput.Uniform("x", input)],
        Call = t => make().To(t[0].Type).To(t[0].Device).Forward(t[0]),
    };

    private static GeneratedConv2d Make(
        int inChannels, int outChannels, Pair kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        FilterVariant variant = FilterVariant.GapLinear, int? hidden = null, FilterNormalisation norm = FilterNormalisation.None, bool generatesBias = false)
    {
        var generator = new RandomGenerator(7);
        var options = new GeneratedConvOptions { Variant = variant, Hidden = hidden, Norm = norm, GeneratesBias = generatesBias };
        var layer = new GeneratedConv2d(
            inChannels, outChannels, kernel, stride, padding, dilation, groups, options: options, generator: generator);
        return Spread(layer, generator);
    }

    private static OperationCase Signal(
        string sizes, Shape input, int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        FilterVariant variant = FilterVariant.GapLinear, FilterNormalisation norm = FilterNormalisation.None) => new()
        {
            Name = $"GeneratedConv1d/{sizes}",
            Inputs = [CaseInput.Uniform("x", input)],
            Call = t =>
            {
                var generator = new RandomGenerator(7);
                var options = new GeneratedConvOptions { Variant = variant, Norm = norm };
                var layer = new GeneratedConv1d(
                    inChannels, outChannels, kernel, stride, padding, dilation, groups, options: options, generator: generator);
                return Spread(layer, generator).To(t[0].Type).To(t[0].Device).Forward(t[0]);
            },
        };

    /// <summary>The residual variant and the generated bias start at 0, where they would not depend on the image.</summary>
    private static T Spread<T>(T layer, RandomGenerator generator)
        where T : GeneratedConvLayer
    {
        foreach (Tensor? parameter in (Tensor?[])[layer.Generator.Weight, layer.Generator.BiasWeight])
        {
            if (parameter is null) continue;
            using Tensor values = Tensor.Uniform(parameter.Shape, -1, 1, generator, order: parameter.Order);
            parameter.CopyFrom(values);
        }
        return layer;
    }
}
