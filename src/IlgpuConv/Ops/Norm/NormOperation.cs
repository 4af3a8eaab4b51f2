using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with the statistics of the input, or with given ones in inference.
/// The first derivative is hand-written kernels; where a graph of it is asked for it is composed of operations, so every order exists.
/// </summary>
/// <param name="shape">The sizes.</param>
/// <param name="epsilon">What is added to the variance.</param>
/// <param name="statistics">Mean and variance in inference; null to take the input's.</param>
/// <param name="running">Mean and variance to move in training, and how far; null for none.</param>
internal sealed class NormOperation(
    NormShape shape, double epsilon, (Tensor Mean, Tensor Variance)? statistics = null,
    (Tensor Mean, Tensor Variance, double Momentum)? running = null)
    : Operation, IFinishing
{
    private bool _isAffine;

    /// <inheritdoc/>
    public override string Name => shape.Area;

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input != 0 ? SpatialMap.Everything
        : statistics is null ? SpatialMap.Aligned(inputs[0].Shape, output.Shape).Or(SpatialMap.Everything) : SpatialMap.Aligned(inputs[0].Shape, output.Shape);

    /// <inheritdoc/>
    public Epilogue? EpilogueOf(int index, IReadOnlyList<Tensor> inputs)
    {
        if (index != 0 || statistics is not { } given) return null;
        Tensor scale = (given.Variance + epsilon).Sqrt().Reciprocal();
        if (inputs.Count == 1) return new ChannelEpilogue(scale, -(given.Mean * scale));
        scale *= inputs[1];
        return new ChannelEpilogue(scale, inputs[2] - given.Mean * scale);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _isAffine = inputs.Length > 1;
        (Tensor mean, Tensor variance) = statistics ?? Moments(x);
        Tensor weight = _isAffine ? inputs[1] : mean, bias = _isAffine ? inputs[2] : mean;
        Tensor y = Tensor.Empty(shape.Input, x.Type, x.Device);
        NormKernelsLaunch.Normalise(
            x.Device, SliceGrid, x.View, mean.View, variance.View, weight.View, bias.View, y.View, epsilon, Args(x.Pitch));
        Save(0, x);
        Save(1, mean);
        Save(2, variance);
        if (_isAffine) Save(3, weight);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => GradientMode.IsOn ? Composed(gradient) : Launched(gradient.InOrder(MemoryOrder.ChannelsLast));

    private LaunchGrid SliceGrid => new(shape.Channels, shape.Slices, shape.Samples);

    private NormArgs Args(int pitch, int gradientPitch = 0) => new(shape, pitch, gradientPitch, _isAffine, statistics is null);

    private Tensor PerChannel(Tensor like) => Tensor.Empty([shape.Samples, shape.Channels], like.Type, like.Device);

    private Tensor PerSlice(Tensor like) =>
        Tensor.Empty([shape.Samples, shape.Slices, 2, shape.Channels], like.Type, like.Device, MemoryOrder.RowMajor);

    private Tensor OverSamples(Tensor x, bool isMean) =>
        shape.Samples == 1 ? x.Reshape([shape.Channels]) : isMean ? x.Mean([0]) : x.Sum([0]);

    private (Tensor Mean, Tensor Variance) Moments(Tensor x)
    {
        NormArgs args = Args(x.Pitch);
        Tensor moments = PerSlice(x), mean = PerChannel(x), variance = PerChannel(x);
        NormKernelsLaunch.SliceMoments(x.Device, SliceGrid, x.View, moments.View, args);
        NormKernelsLaunch.CombineMoments(
            x.Device, new LaunchGrid(shape.Channels, shape.Samples), moments.View, mean.View, variance.View, args);
        if (shape.GroupChannels > 1)
            NormKernelsLaunch.GroupMoments(x.Device, new LaunchGrid(shape.Groups, shape.Samples), mean.View, variance.View, args);
        if (running is { } r)
        {
            NormKernelsLaunch.UpdateRunning(
                x.Device, new LaunchGrid(shape.Channels), OverSamples(mean, isMean: true).View, OverSamples(variance, isMean: true).View, r.Mean.View, r.Variance.View, r.Momentum, args);
            r.Mean.MarkChanged();
            r.Variance.MarkChanged();
        }
        return (mean, variance);
    }

    private Tensor?[] Launched(Tensor dy)
    {
        Tensor x = Saved(0), mean = Saved(1), variance = Saved(2), weight = _isAffine ? Saved(3) : mean;
        Device device = x.Device;
        NormArgs args = Args(x.Pitch, dy.Pitch);
        Tensor dweight = PerChannel(x), dbias = PerChannel(x), offset = PerChannel(x), slope = PerChannel(x);
        if (statistics is null || Needs(1) || Needs(2))
        {
            Tensor sums = PerSlice(x);
            NormGradientKernelsLaunch.SliceSums(device, SliceGrid, x.View, dy.View, mean.View, sums.View, args);
            NormGradientKernelsLaunch.CombineSums(
                device, new LaunchGrid(shape.Channels, shape.Samples), sums.View, variance.View, weight.View, dweight.View, dbias.View, offset.View,
                slope.View, epsilon, args);
            if (shape.GroupChannels > 1)
                NormGradientKernelsLaunch.GroupMeans(device, new LaunchGrid(shape.Groups, shape.Samples), offset.View, slope.View, args);
        }
        Tensor? dx = null;
        if (Needs(0))
        {
            dx = Tensor.Empty(shape.Input, x.Type, device);
            NormGradientKernelsLaunch.InputGradient(
                device, SliceGrid, x.View, dy.View, mean.View, variance.View, weight.View, offset.View, slope.View, dx.View, epsilon, args);
        }
        return _isAffine ? [dx, Needs(1) ? OverSamples(dweight, isMean: false) : null, Needs(2) ? OverSamples(dbias, isMean: false) : null] : [dx];
    }

    private Tensor?[] Composed(Tensor dy)
    {
        Shape perChannel = [.. Enumerable.Range(0, shape.Input.Rank).Select(axis => axis == 1 ? shape.Channels : 1)];
        Tensor? weight = _isAffine ? Saved(3).Reshape(perChannel) : null;
        Tensor h, dx;
        if (statistics is null)
        {
            (h, dx) = NormGradient.Composed(Saved(0), dy, weight, epsilon, Average);
        }
        else
        {
            Tensor inverse = (Saved(2).Reshape(perChannel) + epsilon).Sqrt().Reciprocal();
            (h, dx) = ((Saved(0) - Saved(1).Reshape(perChannel)) * inverse, (weight is null ? dy : dy * weight) * inverse);
        }
        int[] axes = [.. Enumerable.Range(0, shape.Input.Rank).Where(axis => axis != 1)];
        return _isAffine ? [dx, (dy * h).Sum(axes), dy.Sum(axes)] : [dx];
    }

    /// <summary>The mean over what shares the statistics, repeated to <c>[1 or N, C, 1, ...]</c>.</summary>
    private Tensor Average(Tensor x)
    {
        Tensor mean = x.Mean(shape.Axes, keepAxes: true);
        if (shape.GroupChannels == 1) return mean;
        int images = shape.Input[0];
        Tensor groups = mean.Reshape([images, shape.Groups, shape.GroupChannels]).Mean([2], keepAxes: true);
        return groups.Expand([images, shape.Groups, shape.GroupChannels]).Reshape(mean.Shape);
    }
}
