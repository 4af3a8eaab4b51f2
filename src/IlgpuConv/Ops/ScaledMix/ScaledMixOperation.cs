using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, o, c, tap] = Σ_e s[n, e, tap, c] f[n, e, o] w[e, o, c, tap]</c>, where c counts the input channels of o's group. It is linear
/// in each of its inputs. The first derivatives are kernels; where a graph of them is asked for they are composed of operations.
/// </summary>
internal sealed class ScaledMixOperation(int groups) : Operation
{
    private Shape _filters = [];
    private bool _hasInputScale;
    private double _multiplyAdds;

    /// <inheritdoc/>
    public override string Name => "scaled mix";

    /// <inheritdoc/>
    public override double MultiplyAdds => _multiplyAdds;

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor w = inputs[0], f = inputs[1];
        _hasInputScale = inputs.Length > 2;
        Tensor s = _hasInputScale ? inputs[2] : One(w);
        _filters = w.Shape;
        _multiplyAdds = (double)f.Shape[0] * w.Shape.Elements * (_hasInputScale ? 2 : 1);
        Tensor y = Tensor.Empty(w.Shape.With(0, f.Shape[0]), w.Type, w.Device, MemoryOrder.PerSampleFilter);
        ScaledMixArgs a = Args(f.Shape[0]);
        ScaledMixKernelsLaunch.Forward(w.Device, new LaunchGrid(a.GroupOut, a.Samples, BlockGroups(a)), w.View, f.View, s.View, y.View, a);
        Save(0, w);
        Save(1, f);
        if (_hasInputScale) Save(2, s);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor dy = gradient.InOrder(MemoryOrder.PerSampleFilter).Contiguous();
        return GradientMode.IsOn ? Composed(dy) : Launched(dy);
    }

    private static Tensor One(Tensor like) => Tensor.Full([1], 1, like.Type, like.Device);

    private int BlockGroups(ScaledMixArgs a) => checked(a.Blocks * a.Taps * groups);

    private ScaledMixArgs Args(int samples)
    {
        int taps = checked((int)_filters.Skip(3).Aggregate(1L, (product, size) => product * size));
        return new ScaledMixArgs(samples, _filters[0], taps, groups, _filters[2], _filters[1] / groups, _hasInputScale);
    }

    private Tensor?[] Launched(Tensor dy)
    {
        Tensor w = Saved(0), f = Saved(1), s = _hasInputScale ? Saved(2) : One(dy);
        ScaledMixArgs a = Args(f.Shape[0]);
        Tensor? dw = null, df = null, ds = null;
        if (Needs(0))
        {
            dw = Tensor.Empty(w.Shape, w.Type, w.Device, MemoryOrder.PerSampleFilter);
            ScaledMixKernelsLaunch.FilterGradient(w.Device, new LaunchGrid(a.GroupOut, a.Experts, BlockGroups(a)), dy.View, f.View, s.View, dw.View, a);
        }
        if (Needs(1))
        {
            df = f.EmptyLike();
            ScaledMixKernelsLaunch.OutputScaleGradient(
                w.Device, new LaunchGrid(a.GroupOut, a.Experts, checked(a.Samples * groups)), w.View, dy.View, s.View, df.View, a);
        }
        if (Needs(2))
        {
            ds = s.EmptyLike();
            ScaledMixKernelsLaunch.InputScaleGradient(
                w.Device, new LaunchGrid(1, checked(a.Samples * a.Experts), BlockGroups(a)), w.View, dy.View, f.View, ds.View, a);
        }
        return [dw, df, ds];
    }

    /// <summary>The same with tensors [N, E, taps, channels of a group, groups, outputs of a group], which is how filters lie in memory.</summary>
    private Tensor?[] Composed(Tensor dy)
    {
        Tensor w = Saved(0), f = Saved(1);
        ScaledMixArgs a = Args(f.Shape[0]);
        Tensor filters = View(w, 1, a.Experts, a.Taps, a.GroupIn, groups, a.GroupOut), outputs = View(f, a.Samples, a.Experts, 1, 1, groups, a.GroupOut);
        Tensor slope = View(dy, a.Samples, 1, a.Taps, a.GroupIn, groups, a.GroupOut);
        Tensor? inputs = null;
        if (_hasInputScale)
        {
            Tensor apart = View(Saved(2), a.Samples * a.Experts * a.Taps, groups, a.GroupIn).InOrder(MemoryOrder.ChannelsLast);
            inputs = View(apart, a.Samples, a.Experts, a.Taps, a.GroupIn, groups, 1);
        }
        Tensor scales = inputs is null ? outputs : inputs * outputs;
        Tensor dw = MemoryViewOperation.View((scales * slope).Sum([0]).InOrder(MemoryOrder.RowMajor), w.Shape, MemoryOrder.PerSampleFilter);
        Tensor product = filters * slope;
        Tensor df = View((inputs is null ? product : inputs * product).Sum([2, 3]).InOrder(MemoryOrder.RowMajor), [.. f.Shape]);
        if (!Needs(2)) return [dw, df];

        Tensor sums = (outputs * product).Sum([5]).InOrder(MemoryOrder.RowMajor);
        Tensor together = MemoryViewOperation.View(sums, [a.Samples * a.Experts * a.Taps, groups, a.GroupIn], MemoryOrder.ChannelsLast);
        return [dw, df, View(together.InOrder(MemoryOrder.RowMajor), [.. Saved(2).Shape])];
    }

    private static Tensor View(Tensor x, params int[] sizes) => MemoryViewOperation.View(x, sizes, MemoryOrder.RowMajor);
}
