using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs the kernels of images with few channels.</summary>
internal static class ImageRun
{
    /// <summary>The forward or the input gradient over sources without room between positions.</summary>
    public static void Gather(ConvPlan plan, ImagePlan image, Tensor source, Tensor weight, Tensor? bias, Tensor y, int function)
    {
        int channels = image.Channels, width = image.Period * image.Lanes;
        Tensor filter = weight.Derived((typeof(ImagePlan), $"{(int)plan.Direction} {plan.Shape.Groups} {image.High} {width} {plan.W.Spread}"), w => Pack(plan, image, w));
        Tensor? row = bias?.Derived((typeof(ImagePlan), $"{width}"), b =>
        {
            Tensor repeated = Tensor.Empty([width], b.Type, b.Device, MemoryOrder.RowMajor);
            ConvKernelsLaunch.RepeatBias(b.Device, new(width), b.View, repeated.View, channels, width);
            return repeated;
        });
        int length = checked(plan.W.Destination * channels), strips = (plan.H.Destination + image.Rows - 1) / image.Rows;
        var args = new ImageArgs(
            plan.D.Ascending(), plan.H.Ascending(), checked(plan.W.Source * channels), length, (plan.W.Ascending().Origin * channels) - image.Reach,
            image.Taps, image.Step, image.Edge, image.Period, image.Part, row is null ? 0 : 1, function,
            plan.PrefetchesRows ? 1 : 0);
        image.Launch(
            source.Device, new(image.Lanes, checked(plan.Images * plan.D.Destination * strips), (length + image.Part - 1) / image.Part), source.View,
            filter.View, (row ?? filter).View, y.View, args);
    }

    private static Tensor Pack(ConvPlan plan, ImagePlan image, Tensor weight)
    {
        ConvShape shape = plan.Shape;
        PackArgs strides = ConvRun.InSourceOrder(plan, ConvRun.Strides(plan, weight));
        int rows = plan.D.Taps * plan.H.Taps / image.High * (image.High + 1), width = image.Period * image.Lanes;
        var args = new ImagePackArgs(
            plan.H.Taps, plan.W.Taps, Math.Abs(plan.W.Spread), image.Channels, image.Step, image.Reach, image.High, image.Period, image.Lanes, strides.FilterFirst,
            strides.StrideD, strides.StrideH, strides.StrideW, shape.Groups > 1 ? 0 : strides.StrideIn, shape.Groups > 1 ? strides.StrideGroup : strides.StrideOut);
        Tensor packed = Tensor.Empty([rows, image.Taps, width], weight.Type, weight.Device, MemoryOrder.RowMajor);
        ConvKernelsLaunch.PackImage(weight.Device, new(width, image.Taps, rows), weight.View, packed.View, args);
        return packed;
    }
}
