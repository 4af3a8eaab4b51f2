using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Makes filters <c>[N, O, I/g, kernel...]</c> from images or signals: pooling, an optional hidden layer, and a head whose weight is one
/// filter for each of its inputs, <c>W[n] = Σ_f h[n, f] weight[f] + bias</c>. The head's parameters lie spatial-first like the filters, so
/// its product is the filters and nothing is permuted.
/// </summary>
/// <remarks>
/// State: <c>weight [F, O, I/g, kernel...]</c>, <c>bias [O, I/g, kernel...]</c>, with a hidden layer <c>hidden.weight [F, I]</c> and
/// <c>hidden.bias [F]</c>, and <c>bias_weight [O, F]</c> where biases are generated. In <see cref="FilterVariant.PoolConv"/> the kernel of
/// weight and bias is 1. A head kept elsewhere as a matrix <c>[O I/g kH kW, F]</c> is the same numbers transposed.
/// </remarks>
public sealed class FilterGenerator : Module
{
    private readonly Shape _filter;
    private readonly FilterVariant _variant;
    private readonly double _scale;

    internal FilterGenerator(int inChannels, Shape filter, GeneratedConvOptions options, RandomGenerator? generator, Device? device)
    {
        _filter = filter;
        _variant = options.Variant;
        _scale = _variant == FilterVariant.Residual ? options.ResidualScale : 1;
        int features = inChannels;
        if (HiddenFeatures(inChannels, options) is { } hidden)
        {
            Hidden = AddModule("hidden", new Linear(inChannels, hidden, hasBias: true, generator, device));
            using (Tensor weight = Initialize.KaimingUniform([hidden, inChannels], generator, slope: 0, device: device)) Hidden.Weight.Value.CopyFrom(weight);
            Hidden.Bias!.Value.Fill(0);
            features = hidden;
        }
        Shape each = _variant == FilterVariant.PoolConv ? [filter[0], filter[1], .. Enumerable.Repeat(1, filter.Rank - 2)] : filter;
        double he = Math.Sqrt(2.0 / Initialize.FanIn(filter));
        double deviation = _variant == FilterVariant.Residual ? 0 : he / Math.Sqrt(options.ExpectedSquare * features);
        Weight = AddParameter(
            "weight", Tensor.Normal([features, .. each], 0, deviation, generator, device: device, order: MemoryOrder.PerSampleFilter));
        if (options.HasGeneratorBias ?? _variant != FilterVariant.Residual)
            Bias = AddParameter("bias", Initialize.Zeros(each, device: device, order: MemoryOrder.Filter));
        if (options.GeneratesBias)
            BiasWeight = AddParameter("bias_weight", Initialize.Zeros([filter[0], features], device: device, order: MemoryOrder.Filter));
    }

    /// <summary>The hidden layer, or null.</summary>
    public Linear? Hidden { get; }

    /// <summary>One filter for each feature: <c>[F, O, I/g, kernel...]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The filter that is the same for every image: <c>[O, I/g, kernel...]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The map from features to the bias of an image, <c>[O, F]</c>, or null where biases are not generated.</summary>
    public Parameter? BiasWeight { get; }

    /// <summary>The filters of each image, <c>[N, O, I/g, kernel...]</c>.</summary>
    public override Tensor Forward(Tensor input) => Filters(input, Features(input), null);

    /// <summary>
    /// The filters of each image, added to <paramref name="common"/>, a filter in <see cref="MemoryOrder.Filter"/> order, from the
    /// features that <see cref="Features"/> gave for it.
    /// </summary>
    internal Tensor Filters(Tensor input, Tensor features, Tensor? common)
    {
        if (_scale != 1) features = features * _scale;
        Tensor? shared = Bias is null ? common : common is null ? Bias.Value : Bias.Value * _scale + common;
        Tensor mixed = features.MixFilters(Weight, shared);
        return _variant == FilterVariant.PoolConv
            ? MemoryViewOperation.View(mixed, [input.Shape[0], .. _filter], MemoryOrder.PerSampleFilter)
            : mixed;
    }

    /// <summary>The bias of each image, <c>[N, O]</c>, added to <paramref name="common"/>; that itself where biases are not generated.</summary>
    internal Tensor? Biases(Tensor input, Tensor features, Tensor? common)
    {
        if (BiasWeight is null) return common;
        int samples = input.Shape[0], taps = _filter.Skip(2).Aggregate(1, (product, size) => product * size);
        if (_variant == FilterVariant.PoolConv)
            features = MemoryViewOperation.View(features, [samples, taps, features.Shape[1]], MemoryOrder.RowMajor).Mean([1]);
        return features.Linear(BiasWeight, common);
    }

    /// <summary>What the head is applied to: one row for each image, or for each tap of each image in <see cref="FilterVariant.PoolConv"/>.</summary>
    internal Tensor Features(Tensor input)
    {
        int[] regions = _variant == FilterVariant.PoolConv ? [.. _filter.Skip(2)] : [.. Enumerable.Repeat(1, _filter.Rank - 2)];
        Tensor pooled = regions.Length == 1 ? input.AdaptiveAvgPool1d(regions[0]) : input.AdaptiveAvgPool2d((regions[0], regions[1]));
        int rows = regions.Aggregate(input.Shape[0], (product, size) => product * size);
        Tensor features = MemoryViewOperation.View(pooled, [rows, input.Shape[1]], MemoryOrder.RowMajor);
        return Hidden is null ? features : Hidden.Forward(features).Relu();
    }

    private static int? HiddenFeatures(int inChannels, GeneratedConvOptions options)
    {
        if (options.Hidden is { } hidden)
        {
            if (hidden >= 1 && options.Variant != FilterVariant.GapLinear) return hidden;
            throw new ArgumentException(
                $"[generated conv] hidden features must be at least 1, and GapLinear has none. Got hidden {hidden} with {options.Variant}.", nameof(options));
        }
        return options.Variant == FilterVariant.GapMlp ? Math.Max(4, inChannels / 4) : null;
    }
}
