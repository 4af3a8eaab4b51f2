using IlgpuConv.Autograd;
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
internal sealed class BatchNormOperation(
    BatchNormShape shape, double epsilon, (Tensor Mean, Tensor Variance)? statistics, (Tensor Mean, Tensor Variance, double Momentum)? running)
    : Operation
{
    private bool _isAffine;

    /// <inheritdoc/>
    public override string Name => "batchnorm";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _isAffine = inputs.Length > 1;
        (Tensor mean, Tensor variance) = statistics ?? Moments(x);
        Tensor weight = _isAffine ? inputs[1] : mean, bias = _isAffine ? inputs[2] : mean;
        Tensor y = Tensor.Empty(shape.Input, x.Type, x.Device);
        BatchNormKernelsLaunch.Normalise(
            x.Device, SliceGrid, x.View, mean.View, variance.View, weight.View, bias.View, y.View, epsilon, Args(x.Pitch));
        Save(0, x);
        Save(1, mean);
        Save(2, variance);
        if (_isAffine) Save(3, weight);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => GradientMode.IsOn ? Composed(gradient) : Launched(gradient.InOrder(MemoryOrder.ChannelsLast));

    private LaunchGrid SliceGrid => new(shape.Channels, shape.Slices);

    private BatchNormArgs Args(int pitch, int gradientPitch = 0) => new(shape, pitch, gradientPitch, _isAffine, statistics is null);

    private Tensor PerChannel(Tensor like) => Tensor.Empty([shape.Channels], like.Type, like.Device);

    private (Tensor Mean, Tensor Variance) Moments(Tensor x)
    {
        var grid = new LaunchGrid(shape.Channels);
        BatchNormArgs args = Args(x.Pitch);
        Tensor moments = Tensor.Empty([shape.Slices, 2, shape.Channels], x.Type, x.Device, MemoryOrder.RowMajor);
        Tensor mean = PerChannel(x), variance = PerChannel(x);
        BatchNormKernelsLaunch.SliceMoments(x.Device, SliceGrid, x.View, moments.View, args);
        BatchNormKernelsLaunch.CombineMoments(x.Device, grid, moments.View, mean.View, variance.View, args);
        if (running is { } r)
        {
            BatchNormKernelsLaunch.UpdateRunning(x.Device, grid, mean.View, variance.View, r.Mean.View, r.Variance.View, r.Momentum, args);
            r.Mean.MarkChanged();
            r.Variance.MarkChanged();
        }
        return (mean, variance);
    }

    private Tensor?[] Launched(Tensor dy)
    {
        Tensor x = Saved(0), mean = Saved(1), variance = Saved(2);
        Device device = x.Device;
        BatchNormArgs args = Args(x.Pitch, dy.Pitch);
        Tensor dweight = PerChannel(x), dbias = PerChannel(x);
        if (statistics is null || Needs(1) || Needs(2))
        {
            Tensor sums = Tensor.Empty([shape.Slices, 2, shape.Channels], x.Type, device, MemoryOrder.RowMajor);
            BatchNormGradientKernelsLaunch.SliceSums(device, SliceGrid, x.View, dy.View, mean.View, sums.View, args);
            BatchNormGradientKernelsLaunch.CombineSums(
                device, new LaunchGrid(shape.Channels), sums.View, variance.View, dweight.View, dbias.View, epsilon, args);
        }
        Tensor? dx = null;
        if (Needs(0))
        {
            dx = Tensor.Empty(shape.Input, x.Type, device);
            BatchNormGradientKernelsLaunch.InputGradient(
                device, SliceGrid, x.View, dy.View, mean.View, variance.View, (_isAffine ? Saved(3) : mean).View, dweight.View, dbias.View,
                dx.View, epsilon, args);
        }
        return _isAffine ? [dx, Needs(1) ? dweight : null, Needs(2) ? dbias : null] : [dx];
    }

    private Tensor?[] Composed(Tensor dy)
    {
        int[] axes = [0, .. Enumerable.Range(2, shape.Input.Rank - 2)];
        Shape perChannel = [.. Enumerable.Range(0, shape.Input.Rank).Select(axis => axis == 1 ? shape.Channels : 1)];
        Tensor x = Saved(0);
        bool isTraining = statistics is null;
        Tensor centered = x - (isTraining ? x.Mean(axes, keepAxes: true) : Saved(1).Reshape(perChannel));
        Tensor variance = isTraining ? centered.Square().Mean(axes, keepAxes: true) : Saved(2).Reshape(perChannel);
        Tensor inverse = (variance + epsilon).Sqrt().Reciprocal();
        Tensor normalised = centered * inverse;

        Tensor scaled = _isAffine ? dy * Saved(3).Reshape(perChannel) : dy;
        Tensor dx = isTraining
            ? inverse * (scaled - scaled.Mean(axes, keepAxes: true) - normalised * (scaled * normalised).Mean(axes, keepAxes: true))
            : inverse * scaled;
        return _isAffine ? [dx, (dy * normalised).Sum(axes), dy.Sum(axes)] : [dx];
    }
}
