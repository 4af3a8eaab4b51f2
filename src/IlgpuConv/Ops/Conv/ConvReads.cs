using IlgpuConv.Autograd;

namespace IlgpuConv.Ops;

/// <summary>Which positions convolutions read, and the size of the columns that they do without.</summary>
internal static class ConvReads
{
    /// <summary>Output p reads <c>(p stride - low + t dilation) / input dilation</c>.</summary>
    public static SpatialMap Forward(ConvShape shape) =>
        SpatialMap.Spatial([.. shape.Axes.Select(a => AxisMap.Taps(a.Kernel, a.Stride, a.Low, a.Dilation, a.InputDilation))]);

    /// <summary>Its input gradient, a transposed convolution: place a reads those p of which a is one of the places above.</summary>
    public static SpatialMap InputGradient(ConvShape shape) =>
        SpatialMap.Spatial([.. shape.Axes.Select(a => AxisMap.Taps(a.Kernel, a.InputDilation, -a.Low, -a.Dilation, a.Stride))]);

    /// <summary><c>N I taps positions</c>.</summary>
    public static double ColumnElements(ConvShape shape) => (double)shape.Batch * shape.InChannels * shape.Taps * shape.OutputPixels;
}
