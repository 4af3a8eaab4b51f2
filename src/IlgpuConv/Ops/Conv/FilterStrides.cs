using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Where the elements of a filter lie that is to be packed for a forward or an input gradient.</summary>
internal static class FilterStrides
{
    /// <summary>Its strides with the taps in their own order, and no place in a packed filter yet.</summary>
    public static PackArgs Of(ConvPlan plan, Tensor weight)
    {
        ConvShape shape = plan.Shape;
        int first = shape.IsPerSample ? 1 : 0, depth = shape.Axes.Count;
        int Stride(int axis) => axis < 0 ? 0 : checked((int)weight.Layout.Stride(first + axis));
        int StrideOf(int fromLast) => depth >= fromLast ? Stride(2 + depth - fromLast) : 0;
        int Size(int fromLast) => depth >= fromLast ? shape.Axes[depth - fromLast].Kernel : 1;
        bool isForward = plan.Direction == ConvDirection.Forward;
        return new PackArgs(
            Size(2), Size(1), StrideOf(3), StrideOf(2), StrideOf(1), Stride(isForward ? 1 : 0), Stride(isForward ? 0 : 1),
            shape.GroupOut * Stride(0), shape.IsPerSample ? checked((int)weight.Layout.Stride(0)) : 0, shape.Taps, plan.In, plan.Out, shape.Groups, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>Strides along which the taps follow the source: where they run against it, as in an input gradient, the last comes first.</summary>
    public static PackArgs InSourceOrder(ConvPlan plan, PackArgs a)
    {
        if (plan.D.Spread < 0) a = a with { FilterFirst = a.FilterFirst + ((plan.D.Taps - 1) * a.StrideD), StrideD = -a.StrideD };
        if (plan.H.Spread < 0) a = a with { FilterFirst = a.FilterFirst + ((plan.H.Taps - 1) * a.StrideH), StrideH = -a.StrideH };
        if (plan.W.Spread < 0) a = a with { FilterFirst = a.FilterFirst + ((plan.W.Taps - 1) * a.StrideW), StrideW = -a.StrideW };
        return a;
    }
}
