using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Runs the kernels of a plan. Features may have any pitch; what goes out is dense.</summary>
internal static class SparseConvRun
{
    /// <summary>The forward: rows of the rulebook's input sites to rows of its output sites.</summary>
    public static Tensor Forward(SparseConvShape shape, Tensor x, Tensor weight, Tensor? bias) =>
        Gather(Plan(shape, ConvDirection.Forward, x), x, weight, bias);

    /// <summary>The input gradient, which is the transposed or inverse convolution and may then have a bias.</summary>
    public static Tensor InputGradient(SparseConvShape shape, Tensor dy, Tensor weight, Tensor? bias = null) =>
        Gather(Plan(shape, ConvDirection.InputGradient, dy), dy, weight, bias);

    /// <summary>The weight gradient, in filter order.</summary>
    public static Tensor WeightGradient(SparseConvShape shape, Tensor x, Tensor dy)
    {
        SparseConvPlan plan = Plan(shape, ConvDirection.WeightGradient, x);
        Device device = x.Device;
        Tensor dw = Tensor.Empty(shape.Weight, x.Type, device, MemoryOrder.Filter);
        Rulebook book = shape.Rulebook;
        int siteBlocks = (book.Output.Count + plan.BlockSites - 1) / plan.BlockSites;
        int rows = plan.Segments.Max(s => (plan.In + s.Tile.Rows - 1) / s.Tile.Rows * s.Tile.Rows);
        var args = new SparseWeightArgs(
            book.Taps, plan.In, plan.Out, shape.Groups, x.Pitch, dy.Pitch, siteBlocks, plan.Parts, (siteBlocks + plan.Parts - 1) / plan.Parts, rows, plan.Covered, 1, 0);
        Tensor sums = Tensor.Empty([plan.Parts, book.Taps, shape.Groups, checked(rows * plan.Covered)], x.Type, device, MemoryOrder.RowMajor);
        BufferView inputs = book.InputRows.On(device).View, outputs = book.OutputRows.On(device).View;
        BufferView bounds = book.Bounds(plan.BlockSites, isReversed: false).On(device).View;
        foreach (SparseSegment segment in plan.Segments)
        {
            segment.Tile.WeightGradient!(
                device, new LaunchGrid(plan.Lanes, plan.Parts, checked(segment.Blocks * shape.Groups)), x.View, dy.View, inputs, outputs, bounds, sums.View,
                args with { Blocks = segment.Blocks, FirstChannel = segment.FirstVector * plan.Lanes });
        }
        SparseConvKernelsLaunch.SumParts(device, new LaunchGrid(plan.Out, checked(book.Taps * plan.In), shape.Groups), sums.View, dw.View, args);
        return dw;
    }

    /// <summary>The plan of a shape on the device of a tensor, for its element type.</summary>
    public static SparseConvPlan Plan(SparseConvShape shape, ConvDirection direction, Tensor tensor) => SparseConvPlan.Of(
        shape, direction, tensor.Device.GroupSize(SparseConvKernelsLaunch.Gather6x4Kernel(tensor.Type)), tensor.Device.Capabilities);

    private static Tensor Gather(SparseConvPlan plan, Tensor source, Tensor weight, Tensor? bias)
    {
        SparseConvShape shape = plan.Shape;
        Rulebook book = shape.Rulebook;
        Device device = source.Device;
        bool isReversed = plan.Direction == ConvDirection.InputGradient;
        int sites = (isReversed ? book.Input : book.Output).Count;
        Tensor y = Tensor.Empty([sites, isReversed ? shape.InChannels : shape.OutChannels], source.Type, device);
        if (sites == 0) return y;
        Tensor packed = weight.Derived((typeof(SparseConvPlan), PackKey(plan)), w => Pack(plan, w));
        (DeviceInts from, DeviceInts to) = isReversed ? (book.OutputRows, book.InputRows) : (book.InputRows, book.OutputRows);
        BufferView bounds = book.Bounds(plan.BlockSites, isReversed).On(device).View;
        int filterGroup = checked(book.Taps * plan.In * plan.Covered), blocks = (sites + plan.BlockSites - 1) / plan.BlockSites;
        foreach (SparseSegment segment in plan.Segments)
        {
            var args = new SparseConvArgs(
                book.Taps, plan.In, plan.Out, source.Pitch, y.Pitch, sites, plan.BlockSites, segment.Blocks, segment.FirstVector * plan.Lanes, filterGroup,
                book.Taps * plan.In * segment.FirstVector * plan.Lanes, bias is null ? 0 : 1);
            segment.Tile.Gather!(
                device, new(plan.Lanes, blocks, checked(segment.Blocks * shape.Groups)), source.View, packed.View, (bias ?? packed).View, from.On(device).View,
                to.On(device).View, bounds, y.View, args);
        }
        return y;
    }

    /// <summary>What the packed filter depends on besides the weight.</summary>
    private static string PackKey(SparseConvPlan plan) =>
        $"{plan.Direction} {plan.Shape.Groups} {plan.Lanes} {string.Join(' ', plan.Segments.Select(s => $"{s.Tile.Vectors}x{s.Blocks}"))}";

    /// <summary>The filter as the tile kernel reads it: <c>[group][block of written channels][tap][summed channel][channels of the block]</c>.</summary>
    private static Tensor Pack(SparseConvPlan plan, Tensor weight)
    {
        SparseConvShape shape = plan.Shape;
        int taps = shape.Rulebook.Taps, filterGroup = checked(taps * plan.In * plan.Covered);
        Tensor packed = Tensor.Empty([shape.Groups, filterGroup], weight.Type, weight.Device, MemoryOrder.RowMajor);
        bool isForward = plan.Direction == ConvDirection.Forward;
        int Stride(int axis) => checked((int)weight.Layout.Stride(axis));
        Triple kernel = shape.Rulebook.Kernel;
        foreach (SparseSegment segment in plan.Segments)
        {
            int width = segment.Tile.Vectors * plan.Lanes;
            var args = new PackArgs(
                kernel.Height, kernel.Width, weight.Shape.Rank == 5 ? Stride(2) : 0, Stride(-2), Stride(-1), Stride(isForward ? 1 : 0),
                Stride(isForward ? 0 : 1), shape.GroupOut * Stride(0), 0, taps, plan.In, plan.Out, shape.Groups, segment.Blocks, width,
                segment.FirstVector * plan.Lanes, 0, filterGroup, taps * plan.In * segment.FirstVector * plan.Lanes);
            var grid = new LaunchGrid(width, taps, checked(segment.Blocks * shape.Groups));
            if (args.StrideOut == 1) ConvKernelsLaunch.PackContiguous(weight.Device, grid, weight.View, packed.View, args);
            else ConvKernelsLaunch.PackStrided(weight.Device, grid, weight.View, packed.View, args);
        }
        return packed;
    }
}
