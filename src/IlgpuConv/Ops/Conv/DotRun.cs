using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs the kernels whose lanes run over what is summed.</summary>
internal static class DotRun
{
    /// <summary>The forward or the input gradient.</summary>
    public static void Gather(ConvPlan plan, DotPlan dots, Tensor source, Tensor weight, Tensor? bias, Tensor y, int function)
    {
        ConvShape shape = plan.Shape;
        int length = checked(shape.Taps * plan.In);
        Tensor filter = weight.DerivedForUse((typeof(DotPlan), $"{(int)plan.Direction}"), w =>
        {
            Tensor packed = Tensor.Empty([plan.Out, length], w.Type, w.Device, MemoryOrder.RowMajor);
            ConvKernelsLaunch.PackDots(w.Device, new(plan.In, shape.Taps, plan.Out), w.View, packed.View, ConvRun.InSourceOrder(plan, ConvRun.Strides(plan, w)));
            return packed;
        });
        var args = new DotArgs(
            plan.D.Ascending(), plan.H.Ascending(), plan.W.Ascending(), source.Pitch, source.Pitch == plan.In ? dots.Runs : plan.W.Taps, plan.In, length,
            bias is null ? 0 : 1, function, dots.Part);
        dots.Launch(
            source.Device, new(plan.Lanes, checked(plan.Images * plan.D.Destination * plan.H.Destination), (plan.W.Destination + dots.Part - 1) / dots.Part),
            source.View, filter.View, (bias ?? filter).View, y.View, args);
    }
}
