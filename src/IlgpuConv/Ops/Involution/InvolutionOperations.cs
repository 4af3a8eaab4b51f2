using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y = I(k, x)</c>: each pixel's own kernel on the pixels around it. <c>dk = K(x, dy)</c> and <c>dx = D(k, dy)</c> are the operations
/// <see cref="InvolutionKernelGradientOperation"/> and <see cref="InvolutionInputGradientOperation"/>; the three are closed under
/// differentiation, so every order of derivative exists.
/// </summary>
internal sealed class InvolutionOperation(InvolutionShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "involution";

    /// <inheritdoc/>
    public override double MultiplyAdds => (double)shape.Output.Elements * shape.Taps;

    /// <inheritdoc/>
    public override double ColumnElements => (double)shape.Output.Elements * shape.Taps;

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => input == 1
        ? SpatialMap.Spatial(
            AxisMap.Taps(shape.Kernel.Height, shape.Stride.Height, shape.Padding.Height, shape.Dilation.Height),
            AxisMap.Taps(shape.Kernel.Width, shape.Stride.Width, shape.Padding.Width, shape.Dilation.Width))
        : SpatialMap.Spatial(AxisMap.Identity, AxisMap.Identity);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor k = inputs[0], x = inputs[1], y = Tensor.Empty(shape.Output, x.Type, x.Device);
        var args = new InvolutionArgs(shape, x.Pitch, y.Pitch, k.Pitch);
        LaunchGrid grid = Grid(shape, shape.Output);
        if (shape.IsBlocked) InvolutionKernelsLaunch.ForwardBlocked(x.Device, grid, k.View, x.View, y.View, args);
        else InvolutionKernelsLaunch.ForwardFlat(x.Device, grid, k.View, x.View, y.View, args);
        if (Needs(0)) Save(0, x);
        if (Needs(1)) Save(1, k);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor dy = Pooling.ChannelsLast(gradient);
        return
        [
            Needs(0) ? new InvolutionKernelGradientOperation(shape).Apply(Saved(0), dy) : null,
            Needs(1) ? new InvolutionInputGradientOperation(shape).Apply(Saved(1), dy) : null,
        ];
    }

    /// <summary>Lanes over the channels of a group or over all, one group along y for each row.</summary>
    internal static LaunchGrid Grid(InvolutionShape shape, Shape side) => shape.IsBlocked
        ? new LaunchGrid(shape.GroupWidth, checked(side[0] * side[2]), shape.Groups)
        : new LaunchGrid(side[1], checked(side[0] * side[2]));
}

/// <summary><c>dx = D(k, dy)</c>; for a cotangent g of it <c>dk = K(g, dy)</c>, <c>ddy = I(k, g)</c>.</summary>
internal sealed class InvolutionInputGradientOperation(InvolutionShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "involution input gradient";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor k = inputs[0], dy = inputs[1], dx = Tensor.Empty(shape.Input, dy.Type, dy.Device);
        var args = new InvolutionArgs(shape, dx.Pitch, dy.Pitch, k.Pitch);
        LaunchGrid grid = InvolutionOperation.Grid(shape, shape.Input);
        if (shape.IsBlocked && shape.Stride == 1) InvolutionKernelsLaunch.InputGradientBlocked1(dy.Device, grid, k.View, dy.View, dx.View, args);
        else if (shape.IsBlocked) InvolutionKernelsLaunch.InputGradientBlocked(dy.Device, grid, k.View, dy.View, dx.View, args);
        else InvolutionKernelsLaunch.InputGradientFlat(dy.Device, grid, k.View, dy.View, dx.View, args);
        if (Needs(0)) Save(0, dy);
        if (Needs(1)) Save(1, k);
        return dx;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor g = Pooling.ChannelsLast(gradient);
        return
        [
            Needs(0) ? new InvolutionKernelGradientOperation(shape).Apply(g, Saved(0)) : null,
            Needs(1) ? new InvolutionOperation(shape).Apply(Saved(1), g) : null,
        ];
    }
}

/// <summary><c>dk = K(x, dy)</c>; for a cotangent g of it <c>dx = D(g, dy)</c>, <c>ddy = I(g, x)</c>.</summary>
internal sealed class InvolutionKernelGradientOperation(InvolutionShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "involution kernel gradient";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], dy = inputs[1], dk = Tensor.Empty(shape.Kernels, dy.Type, dy.Device);
        var args = new InvolutionArgs(shape, x.Pitch, dy.Pitch, dk.Pitch);
        var grid = new LaunchGrid(shape.Output[3], checked(shape.Output[0] * shape.Output[2]), checked(shape.Groups * shape.Kernel.Height));
        BufferView from = Planar(x).View, slope = Planar(dy).View;
        if (shape.Stride.Width == 1) InvolutionKernelsLaunch.KernelGradient1(x.Device, grid, from, slope, dk.View, args);
        else InvolutionKernelsLaunch.KernelGradient(x.Device, grid, from, slope, dk.View, args);
        if (Needs(0)) Save(0, dy);
        if (Needs(1)) Save(1, x);
        return dk;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor g = Pooling.ChannelsLast(gradient);
        return
        [
            Needs(0) ? new InvolutionInputGradientOperation(shape).Apply(g, Saved(0)) : null,
            Needs(1) ? new InvolutionOperation(shape).Apply(g, Saved(1)) : null,
        ];
    }

    /// <summary>The images channel by channel: workspace of the kernel.</summary>
    private static Tensor Planar(Tensor x)
    {
        Tensor planes = Tensor.Empty(x.Shape, x.Type, x.Device, MemoryOrder.RowMajor);
        TensorCopy.Strided(x, planes, x.Shape, RowWalk.Strides(x.Layout, x.Shape), 0, RowWalk.Strides(planes.Layout, x.Shape), 0);
        return planes;
    }
}
