using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, :, p] = conv(x[n], W[M[n, p], n])[p]</c>, <c>M = argmax_t guide</c>. The gradients of input and filters are those of the filter that
/// was applied; the guide's is a surrogate, as if its softmax a weighted the convolutions of all regions: with <c>q_t = Σ_o dy_o y_t,o</c>,
/// <c>dguide = a (q - Σ a q)</c>. The outputs of the regions are made again for it, one at a time. There is no second derivative.
/// </summary>
/// <param name="shape">The sizes of one region's convolution; each sample has its own filter.</param>
/// <param name="regions">The number of regions.</param>
internal sealed class RegionConvOperation(ConvShape shape, int regions) : Operation
{
    /// <inheritdoc/>
    public override string Name => "drconv";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.Flops / 2;

    /// <inheritdoc/>
    public override int HighestOrder => 1;

    /// <summary>The first region with the largest guide at each pixel, <c>i32 [N, 1, H', W']</c>.</summary>
    public static Tensor Map(ConvShape shape, Tensor guide)
    {
        Tensor map = Tensor.Empty(shape.Output.With(1, 1), ElementType.Int32, guide.Device);
        var args = new RegionConvArgs(shape, guide.Shape[1], 0, 0, guide.Pitch);
        if (args.Pixels > 0) RegionConvKernelsLaunch.Map(guide.Device, new LaunchGrid(args.Pixels), guide.View, map.View, args);
        return map;
    }

    /// <inheritdoc/>
    public override double ColumnElements => ConvReads.ColumnElements(shape);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => input switch
    {
        0 => ConvReads.Forward(shape),
        1 => SpatialMap.Spatial([.. shape.Axes.Select(_ => AxisMap.Identity)]),
        _ => SpatialMap.Everything,
    };

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], guide = inputs[1], filters = inputs[2];
        Tensor map = Map(shape, guide), y = Tensor.Empty(shape.Output, x.Type, x.Device);
        var args = new RegionConvArgs(shape, regions, x.Pitch, y.Pitch, guide.Pitch);
        var grid = new LaunchGrid(args.Out, checked(args.Images * args.OutHeight));
        if (shape.Groups == 1) RegionConvKernelsLaunch.Forward(x.Device, grid, x.View, filters.View, map.View, y.View, args);
        else RegionConvKernelsLaunch.ForwardGrouped(x.Device, grid, x.View, filters.View, map.View, y.View, args);
        Save(0, x);
        Save(1, guide);
        Save(2, filters);
        Save(3, map);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        using var noGrad = new NoGrad();
        Tensor x = Saved(0), guide = Saved(1), filters = Saved(2), map = Saved(3), dy = Pooling.ChannelsLast(gradient);
        var args = new RegionConvArgs(shape, regions, x.Pitch, dy.Pitch, guide.Pitch);
        int strips = (args.Pixels + RegionConvArgs.StripPixels - 1) / RegionConvArgs.StripPixels;
        Tensor score = Tensor.Empty(guide.Shape, x.Type, x.Device), masked = Tensor.Empty(shape.Output, x.Type, x.Device);
        Tensor? dx = null;
        var dfilters = new Tensor[regions];
        for (int t = 0; t < regions; t++)
        {
            Tensor filter = filters.ViewAs(new Layout(shape.Weight, MemoryOrder.PerSampleFilter), t * shape.Weight.Elements);
            if (Needs(1))
            {
                Tensor output = ConvRun.Forward(shape, x, filter, null);
                RegionConvKernelsLaunch.Score(x.Device, new LaunchGrid(1, strips), dy.View, output.View, score.View, args, t);
            }
            if (!Needs(0) && !Needs(2)) continue;
            RegionConvKernelsLaunch.Mask(x.Device, new LaunchGrid(args.Out, strips), dy.View, map.View, masked.View, args, t);
            if (Needs(0)) dx = Sum(dx, ConvRun.InputGradient(shape, masked, filter));
            if (Needs(2)) dfilters[t] = ConvRun.WeightGradient(shape, x, masked);
        }
        return [dx, Needs(1) ? Surrogate(guide, score) : null, Needs(2) ? Tensor.Concat(0, dfilters) : null];
    }

    private static Tensor Sum(Tensor? sum, Tensor part) => sum is null ? part : sum + part;

    private static Tensor Surrogate(Tensor guide, Tensor score)
    {
        Tensor share = guide.Softmax(1);
        return share * (score - (share * score).Sum([1], keepAxes: true));
    }
}
