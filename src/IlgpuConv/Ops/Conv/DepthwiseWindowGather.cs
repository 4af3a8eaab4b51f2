using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Depthwise kernels whose window along the width, or along both axes, stays in registers while it moves.</summary>
internal sealed class DepthwiseWindowGather : DepthwiseGather
{
    private const int PairedChannels = 256;
    private const int DistantElements = 9 << 19;

    private readonly DepthwiseLaunch _launch;
    private readonly int _vectors;
    private readonly int _rows;
    private readonly bool _prefetches;

    private DepthwiseWindowGather(ConvPlan plan, DepthwiseLaunch launch, int vectors)
        : base(plan)
    {
        (_launch, _vectors) = (launch, vectors);
        _rows = !plan.IsGpu ? NearRows : IsSquare(plan) ? FewRows : 1;
        // Its next rows are asked for where images and results are beyond most of the third cache. What lies there comes in time without, and requests take
        // the place of a third of the arithmetic.
        _prefetches = plan.PrefetchesRows && plan.Shape.Input.Elements + plan.Shape.Output.Elements >= DistantElements;
    }

    /// <summary>It fits windows of 3 or 5 without a multiplier.</summary>
    public static ConvGather? Of(ConvPlan plan)
    {
        if (!plan.IsDepthwise || plan.Shape.GroupOut != 1 || plan.W is not { Phases: 1, Divisor: 1, TapStep: 1, Dilation: 1 or -1 }) return null;
        // Where positions lie a multiple of 1 KB apart they share so few sets of the first cache that a line which came with its neighbour is gone before the
        // next group would use it: a group makes two vectors.
        bool isPaired = !plan.IsGpu && plan.Shape.Groups % PairedChannels == 0 && plan.Shape.Groups % (2 * plan.Lanes) == 0;
        return (IsSquare(plan), plan.W.Taps, plan.W.Stride) switch
        {
            (true, 3, 1) when isPaired => new DepthwiseWindowGather(plan, ConvKernelsLaunch.DepthwiseRows3Pair, 2),
            (true, 3, 1) => new DepthwiseWindowGather(plan, ConvKernelsLaunch.DepthwiseRows3, 1),
            (true, 3, 2) => new DepthwiseWindowGather(plan, ConvKernelsLaunch.DepthwiseRows3Stride2, 1),
            (true, 5, 1) => new DepthwiseWindowGather(plan, ConvKernelsLaunch.DepthwiseRows5, 1),
            (_, 3, 1) => new DepthwiseWindowGather(plan, ConvKernelsLaunch.DepthwiseWindow3, 1),
            (_, 5, 1) => new DepthwiseWindowGather(plan, ConvKernelsLaunch.DepthwiseWindow5, 1),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"depthwise window, {Plan.Shape.Groups} channels in vectors of {Plan.Lanes}";

    /// <inheritdoc/>
    protected override void Run(in GatherCall call, Tensor weight, in DepthwiseArgs args)
    {
        int strips = (Plan.H.Rows + _rows - 1) / _rows;
        DepthwiseArgs here = args with { Strips = strips, StripRows = _rows, Prefetches = _prefetches ? 1 : 0 };
        var grid = new LaunchGrid(
            Plan.Shape.Groups / _vectors, checked(Plan.Images * Plan.D.Rows * strips * Parts), Plan.D.Phases * Plan.H.Phases);
        _launch(call.Device, grid, call.Source.View, weight.View, (call.Bias ?? weight).View, call.Result.View, here);
        Pass(grid, call, here, _vectors);
    }
}
