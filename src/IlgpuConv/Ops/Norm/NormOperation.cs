using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with the statistics of the input, or with given ones in inference; then, in
/// the same passes, a summand and an activation. The inputs are x, the summand if there is one, weight and bias.
/// The first derivative is hand-written kernels; where a graph of it is asked for it is composed of operations, so every order exists.
/// </summary>
/// <param name="shape">The sizes.</param>
/// <param name="epsilon">What is added to the variance.</param>
/// <param name="statistics">Mean and variance in inference; null to take the input's.</param>
/// <param name="running">Mean and variance to move in training, and how far; null for none.</param>
/// <param name="tail">What follows; none by default.</param>
internal sealed class NormOperation(
    NormShape shape, double epsilon, (Tensor Mean, Tensor Variance)? statistics = null,
    (Tensor Mean, Tensor Variance, double Momentum)? running = null, NormTail tail = default)
    : Operation, IFinishing
{
    private bool _isAffine;
    private int _weightAt;

    /// <inheritdoc/>
    public override string Name => shape.Area;

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input != 0 && !(tail.HasResidual && input == 1) ? SpatialMap.Everything
        : statistics is null && input == 0 ? SpatialMap.Aligned(inputs[0].Shape, output.Shape).Or(SpatialMap.Everything) : SpatialMap.Aligned(inputs[0].Shape, output.Shape);

    /// <inheritdoc/>
    public Epilogue? EpilogueOf(int index, IReadOnlyList<Tensor> inputs)
    {
        if (index != 0 || !tail.IsNone || statistics is not { } given) return null;
        Tensor scale = (given.Variance + epsilon).Sqrt().Reciprocal();
        if (inputs.Count == 1) return new ChannelEpilogue(scale, -(given.Mean * scale));
        scale *= inputs[1];
        return new ChannelEpilogue(scale, inputs[2] - given.Mean * scale);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _weightAt = tail.HasResidual ? 2 : 1;
        _isAffine = inputs.Length > _weightAt;
        (Tensor mean, Tensor variance) = statistics ?? Moments(x);
        (Tensor Weight, Tensor Bias)? affine = _isAffine ? (inputs[_weightAt], inputs[_weightAt + 1]) : null;
        Tensor y = Output(x, mean, variance, affine, tail.HasResidual ? inputs[1] : null);
        Save(0, x);
        Save(1, mean);
        Save(2, variance);
        if (affine is { } a)
        {
            Save(3, a.Weight);
            if (tail.Activation != NormActivation.None) Save(4, a.Bias);
        }
        if (tail.HasResidual && tail.Activation != NormActivation.None) Save(5, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => GradientMode.IsOn ? Composed(gradient) : Launched(gradient.InOrder(MemoryOrder.ChannelsLast));

    private Tensor Output(Tensor x, Tensor mean, Tensor variance, (Tensor Weight, Tensor Bias)? affine, Tensor? residual)
    {
        Tensor weight = affine?.Weight ?? mean, bias = affine?.Bias ?? mean, y = Tensor.Empty(shape.Input, x.Type, x.Device);
        if (tail.IsNone)
        {
            NormKernelsLaunch.Normalise(
                x.Device, SliceGrid, x.View, mean.View, variance.View, weight.View, bias.View, y.View, epsilon, Args(x.Pitch));
            return y;
        }
        NormKernelsLaunch.NormaliseWithin(
            x.Device, SliceGrid, x.View, mean.View, variance.View, weight.View, bias.View, (residual ?? mean).View, y.View, epsilon, tail.Low, tail.High,
            Args(x.Pitch, residualPitch: residual?.Pitch ?? 0));
        return y;
    }

    private LaunchGrid SliceGrid => new(shape.Channels, shape.Slices, shape.Samples);

    private NormArgs Args(int pitch, int gradientPitch = 0, int residualPitch = 0) =>
        new(shape, pitch, gradientPitch, _isAffine, statistics is null, residualPitch);

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
        // Where nothing was added, the kernels find out again which outputs lie between the activation's ends; else they are told by y.
        bool masks = tail is { Activation: not NormActivation.None, HasResidual: false }, isTold = tail.HasResidual && tail.Activation != NormActivation.None;
        Tensor bias = masks && _isAffine ? Saved(4) : mean;
        Device device = x.Device;
        NormArgs args = Args(x.Pitch, dy.Pitch);
        Tensor? dx = Needs(0) ? Room(dy, mayReuse: isTold || !tail.HasResidual) : null;
        Tensor dweight = PerChannel(x), dbias = PerChannel(x), offset = PerChannel(x), slope = PerChannel(x);
        if (statistics is null || Needs(_weightAt) || Needs(_weightAt + 1) || isTold)
        {
            Tensor sums = PerSlice(x);
            if (isTold)
            {
                Tensor g = Tensor.Empty(shape.Input, x.Type, device);
                NormWithinKernelsLaunch.SliceSumsOfOutput(
                    device, SliceGrid, x.View, Saved(5).View, dy.View, mean.View, g.View, sums.View, tail.Low, tail.High, args);
                (dy, args) = (g, Args(x.Pitch, g.Pitch));
            }
            else if (masks)
            {
                NormWithinKernelsLaunch.SliceSums(
                    device, SliceGrid, x.View, dy.View, mean.View, variance.View, weight.View, bias.View, sums.View, epsilon, tail.Low, tail.High, args);
            }
            else
            {
                NormGradientKernelsLaunch.SliceSums(device, SliceGrid, x.View, dy.View, mean.View, sums.View, args);
            }
            NormGradientKernelsLaunch.CombineSums(
                device, new LaunchGrid(shape.Channels, shape.Samples), sums.View, variance.View, weight.View, dweight.View, dbias.View, offset.View,
                slope.View, epsilon, args);
            if (shape.GroupChannels > 1)
                NormGradientKernelsLaunch.GroupMeans(device, new LaunchGrid(shape.Groups, shape.Samples), offset.View, slope.View, args);
        }
        if (dx is not null)
        {
            if (masks)
            {
                NormWithinKernelsLaunch.InputGradient(
                    device, SliceGrid, x.View, dy.View, mean.View, variance.View, weight.View, bias.View, offset.View, slope.View, dx.View, epsilon,
                    tail.Low, tail.High, args);
            }
            else
            {
                NormGradientKernelsLaunch.InputGradient(
                    device, SliceGrid, x.View, dy.View, mean.View, variance.View, weight.View, offset.View, slope.View, dx.View, epsilon, args);
            }
        }
        return Gradients(
            dx, dy, Needs(_weightAt) ? OverSamples(dweight, isMean: false) : null, Needs(_weightAt + 1) ? OverSamples(dbias, isMean: false) : null);
    }

    /// <summary>
    /// Memory for dx: that of dy where nobody else holds it, since each element is read before it is written; the lines are in the cache
    /// already. A GPU may read ahead through a cache that does not see what is written.
    /// </summary>
    private static Tensor Room(Tensor dy, bool mayReuse)
    {
        bool reuses = mayReuse && dy.Storage.References == 1 && dy.Layout.IsDense && dy.Device.Capabilities.Kind != DeviceKind.Gpu;
        return reuses ? dy.ViewAs(dy.Layout) : Tensor.Empty(dy.Shape, dy.Type, dy.Device);
    }

    private Tensor?[] Composed(Tensor dy)
    {
        Shape perChannel = [.. Enumerable.Range(0, shape.Input.Rank).Select(axis => axis == 1 ? shape.Channels : 1)];
        Tensor? weight = _isAffine ? Saved(3).Reshape(perChannel) : null;
        if (tail.Activation != NormActivation.None) dy = tail.Backward(dy, tail.HasResidual ? Saved(5) : OutputAgain());
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
        return _isAffine ? Gradients(dx, dy, (dy * h).Sum(axes), dy.Sum(axes)) : Gradients(dx, dy, null, null);
    }

    /// <summary>The output, outside the graph: only whether it lies between the activation's ends is asked.</summary>
    private Tensor OutputAgain()
    {
        bool mode = GradientMode.Set(false);
        try
        {
            return Output(Saved(0), Saved(1), Saved(2), _isAffine ? (Saved(3), Saved(4)) : null, null);
        }
        finally
        {
            GradientMode.Set(mode);
        }
    }

    /// <summary>The gradients in the order of the inputs.</summary>
    private Tensor?[] Gradients(Tensor? dx, Tensor dresidual, Tensor? dweight, Tensor? dbias) =>
        [dx, .. tail.HasResidual ? [dresidual] : Array.Empty<Tensor?>(), .. _isAffine ? [dweight, dbias] : Array.Empty<Tensor?>()];

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
