using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Convolutions to up to four channels, or to eight: lanes run over what is summed, taps and channels.</summary>
internal sealed class DotGather : ConvGather
{
    private const int PartElements = 1 << 14;

    /// <summary>Cycles that adding the lanes of a sum takes, about.</summary>
    private const double LanesCycles = 2;

    /// <summary>Cycles of a row of taps with eight channels besides multiply-adds, and of the rest of a vector: only two positions share them.</summary>
    private const double RowCycles = 13, RestCycles = 20;

    private readonly DotLaunch _launch;
    private readonly int _runs;
    private readonly int _part;
    private object? _key;

    private DotGather(ConvPlan plan, DotLaunch launch)
        : base(plan)
    {
        (_launch, _runs) = (launch, Runs(plan));
        _part = (int)Math.Clamp(PartElements / Math.Max(1, Loads(plan)), 32, 4096) / 8 * 8;
    }

    private int Length => checked(Plan.Shape.Taps * Plan.In);

    /// <summary>It fits processors and sums that are long enough.</summary>
    public static ConvGather? Of(ConvPlan plan)
    {
        ConvShape shape = plan.Shape;
        if (plan.IsGpu || shape.Groups > 1 || shape.IsPerSample || !plan.HasOnePhase) return null;
        // Two multiply-adds or two loads a cycle; others take a multiply-add for each tap and source channel.
        double cycles = (Loads(plan) * Math.Max(plan.Out, 2) / 2) + (plan.Out * LanesCycles);
        if (plan.Out == 8) cycles += Rows(plan) * (RowCycles + (Run(plan) % plan.Lanes == 0 ? 0 : RestCycles));
        double others = (FoldGather.Fits(plan) ? shape.Taps / plan.W.Taps : shape.Taps) * plan.In / 2.0;
        if (cycles >= others) return null;
        return plan.Out switch
        {
            1 => new DotGather(plan, ConvKernelsLaunch.Dots1),
            2 => new DotGather(plan, ConvKernelsLaunch.Dots2),
            3 => new DotGather(plan, ConvKernelsLaunch.Dots3),
            4 => new DotGather(plan, ConvKernelsLaunch.Dots4),
            8 => new DotGather(plan, ConvKernelsLaunch.Dots8),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => Plan.Shape.Weight.Elements * type.Size();

    /// <inheritdoc/>
    public override void Run(in GatherCall call)
    {
        Tensor source = call.Source, filter = call.Weight.DerivedForUse(_key ??= (typeof(DotGather), $"{(int)Plan.Direction}"), Pack);
        var args = new DotArgs(
            Plan.D.Ascending(), Plan.H.Ascending(), Plan.W.Ascending(), source.Pitch, source.Pitch == Plan.In ? _runs : Plan.W.Taps, Plan.In, Length,
            call.Biased, call.Tail.InRegisters(adds: false), _part);
        _launch(
            call.Device, new(Plan.Lanes, checked(Plan.Images * Plan.D.Destination * Plan.H.Destination), (Plan.W.Destination + _part - 1) / _part),
            source.View, filter.View, (call.Bias ?? filter).View, call.Result.View, args);
    }

    /// <inheritdoc/>
    public override string ToString() => "each position a sum whose lanes run over taps and channels";

    /// <summary>Runs of a row of taps where the source has no room between its positions.</summary>
    private static int Runs(ConvPlan plan) => plan.W.Spread is 1 or -1 ? 1 : plan.W.Taps;

    /// <summary>Vectors of a sum.</summary>
    private static double Loads(ConvPlan plan) => Rows(plan) * ((Run(plan) + plan.Lanes - 1) / plan.Lanes);

    /// <summary>Runs of a sum.</summary>
    private static double Rows(ConvPlan plan) => (double)plan.D.Taps * plan.H.Taps * Runs(plan);

    /// <summary>Elements of a run.</summary>
    private static int Run(ConvPlan plan) => plan.In * plan.W.Taps / Runs(plan);

    private Tensor Pack(Tensor weight)
    {
        Tensor packed = Tensor.Empty([Plan.Out, Length], weight.Type, weight.Device, MemoryOrder.RowMajor);
        PackArgs args = FilterStrides.InSourceOrder(Plan, FilterStrides.Of(Plan, weight));
        ConvKernelsLaunch.PackDots(weight.Device, new(Plan.In, Plan.Shape.Taps, Plan.Out), weight.View, packed.View, args);
        return packed;
    }
}
