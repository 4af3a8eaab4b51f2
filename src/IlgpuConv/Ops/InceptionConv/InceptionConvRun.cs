using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs the kernels of a plan; what comes in may have any order and pitch.</summary>
internal static class InceptionConvRun
{
    /// <summary><c>y = conv(x, w) + bias</c>.</summary>
    public static Tensor Forward(InceptionConvShape shape, Tensor x, Tensor weight, Tensor? bias) => Gather(Plan(shape, true, x), x, weight, bias, shape.Output);

    /// <summary>The input gradient.</summary>
    public static Tensor InputGradient(InceptionConvShape shape, Tensor dy, Tensor weight) => Gather(Plan(shape, false, dy), dy, weight, null, shape.Input);

    /// <summary>The weight gradient: of each run that of an ordinary convolution, whose sums do not know of the others.</summary>
    public static Tensor WeightGradient(InceptionConvShape shape, Tensor x, Tensor dy)
    {
        using var scope = new TensorScope();
        var parts = new Tensor[shape.Runs.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            (int first, int count, _) = shape.Runs[i];
            Tensor from = shape.Groups == 1 ? x : x.Slice(1, first / shape.GroupOut * shape.GroupIn, shape.GroupIn);
            Tensor slope = parts.Length == 1 ? dy : dy.Slice(1, first, count);
            parts[i] = ConvRun.WeightGradient(shape.OfRun(shape.Runs[i]), from, slope);
        }
        return scope.Keep(parts.Length == 1 ? parts[0] : Tensor.Concat(0, parts));
    }

    /// <summary>The plan of a shape on the device of a tensor, for its element type.</summary>
    public static InceptionConvPlan Plan(InceptionConvShape shape, bool isForward, Tensor tensor) => InceptionConvPlan.Of(
        shape, isForward, tensor.Device.GroupSize(InceptionConvKernelsLaunch.Gather6x4Kernel(tensor.Type)), tensor.Device.Capabilities);

    private static Tensor Gather(InceptionConvPlan plan, Tensor source, Tensor weight, Tensor? bias, Shape target)
    {
        Tensor y = Tensor.Empty(target, source.Type, source.Device);
        if (target.Elements == 0) return y;
        source = source.InOrder(MemoryOrder.ChannelsLast);
        bias = bias?.InOrder(MemoryOrder.RowMajor);
        string key = plan.Key;
        Tensor table = weight.Derived((typeof(InceptionConvPlan), "table " + key), w =>
        {
            int[] numbers = plan.Table();
            return Tensor.FromArray(numbers, [numbers.Length], w.Device, MemoryOrder.RowMajor);
        });
        Tensor packed = weight.Derived((typeof(InceptionConvPlan), key), w => Pack(plan, w, table));
        foreach ((InceptionConvTile tile, int first, int blocks) in plan.Launches)
        {
            int strip = plan.StripOf(tile.Size), strips = (plan.W.Rows + strip - 1) / strip;
            var grid = new LaunchGrid(plan.Lanes, checked(target[0] * plan.H.Rows * strips), checked(blocks * plan.H.Divisor * plan.W.Divisor));
            var args = new InceptionConvArgs(plan.H, plan.W, strips, strip, source.Pitch, y.Pitch, first, blocks, plan.FirstRun, bias is null ? 0 : 1);
            tile.Launch(source.Device, grid, source.View, packed.View, (bias ?? packed).View, y.View, table.View, args);
        }
        return y;
    }

    private static Tensor Pack(InceptionConvPlan plan, Tensor weight, Tensor table)
    {
        InceptionConvShape shape = plan.Shape;
        int Stride(int axis) => checked((int)weight.Layout.Stride(axis));
        Tensor packed = Tensor.Empty([plan.PackedElements], weight.Type, weight.Device, MemoryOrder.RowMajor);
        var args = new InceptionPackArgs(
            plan.FirstPack, shape.Taps, shape.Kernel.Width, Stride(2), Stride(3), Stride(plan.IsForward ? 1 : 0), Stride(plan.IsForward ? 0 : 1));
        InceptionConvKernelsLaunch.Pack(weight.Device, new LaunchGrid(plan.Widest, shape.Taps, plan.Packs), weight.View, packed.View, table.View, args);
        return packed;
    }
}
