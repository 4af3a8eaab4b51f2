using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>How a convolution to up to four channels is run whose lanes run over what is summed.</summary>
/// <param name="Launch">The kernel.</param>
internal sealed record DotPlan(DotLaunch Launch)
{
    private const int PartElements = 1 << 14;

    /// <summary>Cycles that adding the lanes of a sum takes, about.</summary>
    private const double LanesCycles = 2;

    /// <summary>Runs of a row of taps where the source has no room between its positions.</summary>
    public int Runs { get; private init; }

    /// <summary>Positions of a row that one group makes.</summary>
    public int Part { get; private init; }

    /// <summary>The plan of a convolution, or null where others are faster.</summary>
    public static DotPlan? Of(ConvPlan plan, DeviceCapabilities device)
    {
        ConvShape shape = plan.Shape;
        if (!plan.Choice.IsPlanned || device.Kind == DeviceKind.Gpu || plan.Direction == ConvDirection.WeightGradient || plan.Image is { Rows: > 1 } or { Channels: 1 }
            || shape.Groups > 1 || shape.IsPerSample || new[] { plan.D, plan.H, plan.W }.Any(a => a.Phases != 1 || a.Divisor != 1)) return null;
        DotLaunch? launch = plan.Out switch
        {
            1 => ConvKernelsLaunch.Dots1,
            2 => ConvKernelsLaunch.Dots2,
            3 => ConvKernelsLaunch.Dots3,
            4 => ConvKernelsLaunch.Dots4,
            _ => null,
        };
        int runs = plan.W.Spread is 1 or -1 ? 1 : plan.W.Taps, run = plan.In * plan.W.Taps / runs;
        double loads = (double)plan.D.Taps * plan.H.Taps * runs * ((run + plan.Lanes - 1) / plan.Lanes);
        // Two multiply-adds or two loads a cycle; others take a multiply-add for each tap and source channel.
        double cycles = (loads * Math.Max(plan.Out, 2) / 2) + (plan.Out * LanesCycles), others = (plan.SumsRuns ? shape.Taps / plan.W.Taps : shape.Taps) * plan.In / 2.0;
        if (launch is null || cycles >= others) return null;
        return new(launch) { Runs = runs, Part = (int)Math.Clamp(PartElements / Math.Max(1, loads), 32, 4096) / 8 * 8 };
    }

    /// <inheritdoc/>
    public override string ToString() => "each position a sum whose lanes run over taps and channels";
}
