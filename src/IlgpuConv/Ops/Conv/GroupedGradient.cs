using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The weight gradient of groups whose channels, as many in as out, fill a vector only together.</summary>
internal sealed class GroupedGradient : RowGradient
{
    private readonly WeightGradientLaunch _launch;
    private readonly int _tiles;

    private GroupedGradient(ConvPlan plan, WeightGradientLaunch launch, int tapsOfTile, int parts)
        : base(plan) => (_launch, _tiles) = (launch, (plan.Shape.Taps + tapsOfTile - 1) / tapsOfTile * parts);

    /// <summary>It fits groups of 2, 4 or 8 channels on processors, in tiles of 6 taps by 2 input channels, 3 by 4, or 3 by half of 8.</summary>
    public static ConvWeightGradient? Of(ConvPlan plan)
    {
        if (plan.IsGpu || plan.IsDepthwise || plan.Shape.Groups == 1 || plan.In != plan.Out || plan.Lanes % plan.Out != 0) return null;
        return plan.Out switch
        {
            2 => new GroupedGradient(plan, ConvKernelsLaunch.GroupedWeightGradient2, 6, 1),
            4 => new GroupedGradient(plan, ConvKernelsLaunch.GroupedWeightGradient4, 3, 1),
            8 when plan.Lanes > 8 => new GroupedGradient(plan, ConvKernelsLaunch.GroupedWeightGradient8, 3, 2),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Plan.Shape.Groups} groups of {Plan.Out} channels side by side in vectors of {Plan.Lanes}, {SlicesText}";

    /// <inheritdoc/>
    protected override void Sum(Tensor x, Tensor dy, Tensor sums) =>
        _launch(x.Device, new(Plan.Shape.OutChannels, _tiles, AllSlices), x.View, dy.View, sums.View, Args(x, dy));
}
