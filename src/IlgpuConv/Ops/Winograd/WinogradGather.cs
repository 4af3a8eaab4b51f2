using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>A convolution with 3x3 taps and stride 1 as a chain of Winograd's transforms and products over blocks of tiles.</summary>
internal sealed partial class WinogradGather : ConvGather
{
    /// <summary>What the form must save to be taken unmeasured.</summary>
    private const double LeastGain = 0.15;

    private WinogradPlan? _once;
    private object? _filterKey;

    private WinogradGather(ConvPlan plan, WinogradPlan blocks)
        : base(plan) => Blocks = blocks;

    /// <summary>The form and its blocks.</summary>
    public WinogradPlan Blocks { get; }

    /// <summary>
    /// The same for a filter that is used once, as in a step of training: on a processor each block transforms its part into its own workspace, because
    /// all of it is four times the parameter and would go to memory and back. The sums are the same.
    /// </summary>
    public WinogradPlan Once => Blocks.OwnsFilter || Plan.Device.Kind != DeviceKind.Cpu
        ? Blocks
        : _once ??= WinogradPlan.Of(Blocks.Form, Plan, Plan.Device, isOnce: true) ?? Blocks;

    /// <inheritdoc/>
    public override double Growth => WinogradForm.Growth;

    /// <summary>It fits where it was asked for, or is likely faster than the tile kernel.</summary>
    public static ConvGather? Of(ConvPlan plan)
    {
        if (!WinogradForm.Fits(plan.Shape) || plan.Images == 0) return null;
        WinogradPlan? blocks = plan.Algorithm switch
        {
            ConvAlgorithm.Direct => null,
            ConvAlgorithm.Winograd2 => plan.Shape.IsPerSample ? null : WinogradPlan.Of(WinogradForm.Two, plan, plan.Device),
            ConvAlgorithm.Winograd4 => WinogradPlan.Of(WinogradForm.Four, plan, plan.Device),
            _ => Faster(plan),
        };
        return blocks is null ? null : new WinogradGather(plan, blocks);
    }

    /// <inheritdoc/>
    public override bool Finishes(ConvTail tail) => true;

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => Blocks.WorkspaceBytes(type);

    /// <inheritdoc/>
    public override string ToString() => Blocks.ToString();

    /// <summary>
    /// The better form where it is faster than the tile kernel, or null; unmeasured on processors and in single precision alone. Forms round differently,
    /// so which one runs is decided as for one thread: the same bits for any number of them. How it is divided into blocks depends on the threads.
    /// </summary>
    private static WinogradPlan? Faster(ConvPlan plan)
    {
        DeviceCapabilities device = plan.Device, one = device with { Threads = 1 };
        if (device.Kind != DeviceKind.Cpu || plan.Lanes != device.Lanes || plan.In < plan.Lanes || plan.Out < plan.Lanes) return null;
        double most = (1 - LeastGain) * new TileGather(plan).Cycles;
        // A sample with its own filter has the same bits in any batch.
        if (plan.Shape.IsPerSample)
        {
            return WinogradPlan.Of(WinogradForm.Four, plan, one) is { } own && own.SampleCycles < most / plan.Images
                ? WinogradPlan.Of(WinogradForm.Four, plan, device) : null;
        }
        // An input gradient belongs to a step that changes the filter.
        bool isOnce = plan.Direction == ConvDirection.InputGradient;
        WinogradPlan? two = WinogradPlan.Of(WinogradForm.Two, plan, one, isOnce), four = WinogradPlan.Of(WinogradForm.Four, plan, one, isOnce);
        WinogradPlan? best = two is null || (four is not null && four.Cycles < two.Cycles) ? four : two;
        return best is not null && best.Cycles < most ? WinogradPlan.Of(best.Form, plan, device) : null;
    }
}
