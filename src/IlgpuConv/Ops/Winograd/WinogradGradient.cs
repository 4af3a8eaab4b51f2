using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The weight gradient of 3x3 taps with stride 1 as a chain of Winograd's transforms and products; within a slice every sum is over the tiles in order.</summary>
internal sealed class WinogradGradient : ConvWeightGradient
{
    /// <summary>What it must save to be taken unmeasured.</summary>
    private const double LeastGain = 0.15;

    private WinogradGradient(ConvPlan plan, WinogradGradientPlan blocks)
        : base(plan) => Blocks = blocks;

    /// <summary>Its slices and blocks.</summary>
    public WinogradGradientPlan Blocks { get; }

    /// <summary>Slices of one filter: where each sample has its own, the slices are the gradients.</summary>
    public override int Slices => Blocks.IsPerSample ? 1 : Blocks.Slices;

    /// <inheritdoc/>
    public override double Growth => WinogradForm.Growth;

    /// <summary>
    /// It fits where it was asked for, or, on processors and in single precision, is likely faster than the tile kernel; decided as for one thread, so that
    /// any number of them gives the same bits.
    /// </summary>
    public static ConvWeightGradient? Of(ConvPlan plan)
    {
        DeviceCapabilities device = plan.Device;
        if (plan.Algorithm is ConvAlgorithm.Direct or ConvAlgorithm.Winograd2 || !WinogradForm.Fits(plan.Shape) || plan.Images == 0
            || plan.Lanes % WinogradGradientPlan.Rows != 0) return null;
        if (plan.Algorithm == ConvAlgorithm.Planned
            && (device.Kind != DeviceKind.Cpu || plan.Lanes != device.Lanes || plan.In < plan.Lanes || plan.Out < plan.Lanes)) return null;
        var here = new WinogradGradientPlan(plan, device);
        bool isTaken = here.BlockElements <= int.MaxValue
            && (plan.Algorithm == ConvAlgorithm.Winograd4
                || new WinogradGradientPlan(plan, device with { Threads = 1 }).ComparedCycles < (1 - LeastGain) * new TileGradient(plan).Cycles);
        return isTaken ? new WinogradGradient(plan, here) : null;
    }

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) => Blocks.WorkspaceBytes(type) + base.WorkspaceBytes(type);

    /// <inheritdoc/>
    public override string ToString() => Blocks.ToString();

    /// <inheritdoc/>
    protected override void Sum(Tensor x, Tensor dy, Tensor sums)
    {
        WinogradGradientPlan winograd = Blocks;
        int partIn = winograd.InVectors / winograd.PartsIn, partOut = winograd.OutBlocks / winograd.PartsOut;
        int inLanes = partIn * Plan.Lanes, outLanes = partOut * WinogradGradientPlan.BlockVectors * Plan.Lanes;
        var args = new WinogradGradientArgs(
            WinogradPlane.Of(Plan, winograd.TilesH, winograd.TilesW, winograd.Tiles, x, dy), winograd.SliceTiles, 0, winograd.BlockTiles, winograd.PartsIn,
            winograd.PartsOut, partIn, partOut, (int)winograd.SlopesAt, (int)winograd.SumsAt, 0);
        Device device = x.Device;
        BufferView work = x.View with { Offset = 0, Length = 0 };
        var ahead = !winograd.IsPerSample ? default : WinogradAhead.Of(
            (long)args.Plane.Height * args.Plane.Width * x.Pitch, (long)args.Plane.OutHeight * args.Plane.OutWidth * dy.Pitch, Plan.Images,
            checked((winograd.SliceTiles + winograd.BlockTiles - 1) / winograd.BlockTiles * winograd.PartsIn * winograd.PartsOut * WinogradGradientPlan.Points * partOut));
        var stages = new List<ChainStage>();
        for (int first = 0; first < winograd.SliceTiles; first += winograd.BlockTiles)
        {
            WinogradGradientArgs here = args with { First = first, Continues = first == 0 ? 0 : 1 };
            stages.Add(WinogradKernelsLaunch.GradientPatchesStage(device, new(inLanes, winograd.BlockTiles), x.View, work, here));
            stages.Add(WinogradKernelsLaunch.GradientSlopesStage(device, new(outLanes, winograd.BlockTiles), dy.View, work, here));
            var grid = new LaunchGrid(Plan.Lanes, checked(WinogradGradientPlan.Points * partOut * (WinogradGradientPlan.BlockVectors / winograd.Vectors)));
            stages.Add(winograd.Vectors == WinogradGradientPlan.BlockVectors
                ? WinogradKernelsLaunch.GradientSums4x4Stage(device, grid, work, x.View, dy.View, here, ahead)
                : WinogradKernelsLaunch.GradientSums4x2Stage(device, grid, work, x.View, dy.View, here, ahead));
        }
        stages.Add(WinogradKernelsLaunch.GradientBackStage(device, new(outLanes, inLanes), work, sums.View, args));
        device.LaunchChain(winograd.Blocks, winograd.BlockElements * x.Type.Size(), stages.ToArray());
    }
}
