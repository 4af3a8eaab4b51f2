using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs convolutions by their plans. What comes in may have any order and pitch; what goes out is dense.</summary>
internal static class ConvRun
{
    /// <summary>
    /// The forward: <c>y = tail(conv(x, w) + bias)</c>. What is made of the filter is kept where it is likely used again before it changes.
    /// </summary>
    public static Tensor Forward(
        ConvShape shape, Tensor x, Tensor weight, Tensor? bias, ConvTail tail = default, bool keepsFilter = true) =>
        Gather(Plan(shape, ConvDirection.Forward, x), x, weight, bias, tail, keepsFilter);

    /// <summary>The input gradient: the transposed convolution of <paramref name="dy"/>, plus a bias for each input channel.</summary>
    public static Tensor InputGradient(
        ConvShape shape, Tensor dy, Tensor weight, Tensor? bias = null, ConvTail tail = default, bool keepsFilter = true) =>
        Gather(Plan(shape, ConvDirection.InputGradient, dy), dy, weight, bias, tail, keepsFilter);

    /// <summary>Whether the kernels that a source's convolution is planned with can do what follows it.</summary>
    public static bool CanFinish(ConvShape shape, ConvDirection direction, Tensor source, ConvTail tail)
    {
        ConvPlan plan = Plan(shape, direction, source);
        return ((ConvGather)plan.Implementation).Finishes(tail)
            && (tail.Other is not { } other
                || (other.Type == source.Type && other.Device == source.Device && other.Layout.Equals(new Layout(Target(plan), MemoryOrder.ChannelsLast))));
    }

    /// <summary>The forward or the input gradient of a plan.</summary>
    public static Tensor Gather(ConvPlan plan, Tensor source, Tensor weight, Tensor? bias, ConvTail tail, bool keepsFilter)
    {
        source = source.InOrder(MemoryOrder.ChannelsLast);
        Tensor y = source.EmptyApart(Target(plan));
        if (y.Shape.Elements > 0)
            ((ConvGather)plan.Implementation).Run(new(source, weight, bias?.InOrder(MemoryOrder.RowMajor), y, tail, keepsFilter));
        return y;
    }

    /// <summary>The weight gradient, in filter order.</summary>
    public static Tensor WeightGradient(ConvShape shape, Tensor x, Tensor dy)
    {
        if (shape.Axes.Any(a => a.InputDilation > 1))
        {
            // A filter's gradient sums over all positions at once: the zeros between the inputs are written out for it.
            x = PadOperation.Run(PadShape.Spread(shape.Input, [.. shape.Axes.Select(a => a.InputDilation)]), x);
            shape = shape.Spread();
        }
        return WeightGradient(Plan(shape, ConvDirection.WeightGradient, x), x, dy);
    }

    /// <summary>The weight gradient of a plan.</summary>
    public static Tensor WeightGradient(ConvPlan plan, Tensor x, Tensor dy)
    {
        ConvShape shape = plan.Shape;
        Tensor dw = Tensor.Empty(shape.Weight, x.Type, x.Device, shape.IsPerSample ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter);
        if (dw.Shape.Elements > 0)
            ((ConvWeightGradient)plan.Implementation).Run(x.InOrder(MemoryOrder.ChannelsLast), dy.InOrder(MemoryOrder.ChannelsLast), dw);
        return dw;
    }

    /// <summary>The plan of a shape on the device of a tensor, for its element type.</summary>
    public static ConvPlan Plan(ConvShape shape, ConvDirection direction, Tensor tensor) => ConvPlanCache.Of(
        shape, direction, tensor.Device.GroupSize(ConvKernelsLaunch.Gather6x4Kernel(tensor.Type)), tensor.Device.Capabilities,
        ConvTuning.ChoiceOf(shape, direction, tensor));

    private static Shape Target(ConvPlan plan) => plan.Direction == ConvDirection.Forward ? plan.Shape.Output : plan.Shape.Input;
}
