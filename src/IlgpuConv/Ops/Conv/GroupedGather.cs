using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Groups whose channels, as many in as out, fill a vector only together: they lie side by side in its lanes.</summary>
internal sealed class GroupedGather : ChannelGather
{
    private readonly DepthwiseLaunch _launch;
    private readonly bool _isWindow;
    private readonly int _channels;
    private readonly int _together;
    private object? _key;

    private GroupedGather(ConvPlan plan, DepthwiseLaunch launch, bool isWindow)
        : base(plan)
    {
        (_launch, _isWindow) = (launch, isWindow);
        _channels = checked(plan.Shape.Groups * plan.Out);
        _together = isWindow ? plan.Lanes : _channels;
    }

    private int FilterElements => checked(Plan.Shape.Taps * Plan.In * ((_channels + _together - 1) / _together) * _together);

    /// <summary>It fits groups of 2, 4 or 8 channels; with a window of 3x3 taps that moves by one, rows are made together.</summary>
    public static ConvGather? Of(ConvPlan plan)
    {
        if (plan.IsDepthwise || plan.Shape.Groups == 1 || plan.In != plan.Out || plan.Lanes % plan.Out != 0) return null;
        bool isWindow = !plan.IsGpu && IsSquare(plan) && plan.W is { Taps: 3, Stride: 1, Phases: 1, Divisor: 1, TapStep: 1, Dilation: 1 or -1 };
        DepthwiseLaunch? launch = (plan.Out, isWindow) switch
        {
            (2, true) => ConvKernelsLaunch.GroupedRows2,
            (4, true) => ConvKernelsLaunch.GroupedRows4,
            (8, true) when plan.Lanes > 8 => ConvKernelsLaunch.GroupedRows8,
            (2, _) => ConvKernelsLaunch.Grouped2,
            (4, _) => ConvKernelsLaunch.Grouped4,
            (8, _) when plan.Lanes > 8 => ConvKernelsLaunch.Grouped8,
            _ => null,
        };
        return launch is null ? null : new GroupedGather(plan, launch, isWindow);
    }

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => (long)(Plan.Shape.IsPerSample ? Plan.Images : 1) * FilterElements * type.Size();

    /// <inheritdoc/>
    public override void Run(in GatherCall call)
    {
        ConvShape shape = Plan.Shape;
        Tensor filter = shape.IsPerSample
            ? Pack(call.Weight)
            : call.Weight.DerivedForUse(_key ??= (typeof(GroupedGather), $"{(int)Plan.Direction} {shape.Groups} {_together}"), Pack);
        int stripRows = _isWindow ? FewRows : Plan.IsGpu ? 1 : StripRows, strips = (Plan.H.Rows + stripRows - 1) / stripRows;
        var args = new DepthwiseArgs(
            Plan.D, Plan.H, Plan.W, call.Source.Pitch, call.Result.Pitch, _channels, 1, _channels, shape.IsPerSample ? FilterElements : 0, call.Biased,
            call.BiasBatch, call.Tail.InRegisters(adds: false), 1, Plan.W.Rows, strips, stripRows, Plan.PrefetchesRows ? 1 : 0);
        var grid = new LaunchGrid(_channels, checked(Plan.Images * Plan.D.Rows * strips), Plan.D.Phases * Plan.H.Phases * Plan.W.Phases);
        _launch(call.Device, grid, call.Source.View, filter.View, (call.Bias ?? filter).View, call.Result.View, args);
        Pass(grid, call, args);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Plan.Shape.Groups} groups of {Plan.Out} channels side by side in vectors of {Plan.Lanes}";

    private Tensor Pack(Tensor weight)
    {
        Tensor packed = Tensor.Empty([Plan.Shape.IsPerSample ? Plan.Shape.Batch : 1, FilterElements], weight.Type, weight.Device, MemoryOrder.RowMajor);
        PackArgs args = FilterStrides.Of(Plan, weight) with { Width = _channels, FilterBatch = FilterElements, FilterGroup = _together };
        if (_isWindow) args = FilterStrides.InSourceOrder(Plan, args);
        ConvKernelsLaunch.PackGrouped(weight.Device, new(_channels, Plan.Shape.Taps, checked(Plan.In * packed.Shape[0])), weight.View, packed.View, args);
        return packed;
    }
}
