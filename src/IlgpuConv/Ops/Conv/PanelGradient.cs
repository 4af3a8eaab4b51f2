using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A weight gradient that copies what a tap reads, and the slopes, into panels before it adds their products. Within a slice every sum is over the
/// positions in order, in any parts.
/// </summary>
internal sealed class PanelGradient : ConvWeightGradient
{
    /// <summary>Blocks of positions that one chain has, each of three stages.</summary>
    private const int MostSteps = 20;

    /// <summary>Channels from which positions share so few sets of a cache that copies of them pay.</summary>
    private const int LeastChannels = 256;

    private const int Tile = 6;
    private const int SlicePositionsWanted = 1024;
    private const long SliceElements = 1 << 24;
    private const int PanelBytes = 512 << 10;
    private const int MostPositions = 256;
    private const int MostPartsIn = 16;
    private const double CopyCycles = 12;
    private const double StageCycles = 3000;

    private readonly int _vectors;
    private readonly int _outBlocks;
    private readonly int _parts;
    private readonly int _partsIn;
    private readonly int _columnTiles;
    private readonly int _columnPitch;
    private readonly int _positions;
    private readonly int _blockPositions;

    private PanelGradient(ConvPlan plan)
        : base(plan)
    {
        _vectors = plan.Device.VectorRegisters > 4 * Tile + 4 && plan.Out > 2 * plan.Lanes ? 4 : 2;
        int width = _vectors * plan.Lanes;
        _outBlocks = (plan.Out + width - 1) / width;
        int all = (plan.In + Tile - 1) / Tile;
        _positions = checked((int)(plan.Images * plan.Shape.OutputPixels));
        long wanted = Math.Clamp(_positions / SlicePositionsWanted, 1, Math.Max(1, SliceElements / plan.Shape.Weight.Elements));
        SlicePositions = (int)((_positions + wanted - 1) / wanted);
        Slices = (_positions + SlicePositions - 1) / SlicePositions;
        double least = double.PositiveInfinity;
        for (int partsIn = 1; partsIn <= Math.Min(MostPartsIn, all); partsIn *= 2)
        {
            int tiles = (all + partsIn - 1) / partsIn;
            // An odd number of lines apart, positions pass through all sets of a cache.
            int pitch = ((tiles * Tile + plan.Lanes - 1) / plan.Lanes | 1) * plan.Lanes;
            for (int parts = 1; parts <= _outBlocks; parts++)
            {
                if (_outBlocks % parts != 0) continue;
                int partBlocks = _outBlocks / parts;
                int most = Math.Clamp(PanelBytes / ((pitch + (partBlocks * width)) * sizeof(float)), Tile, MostPositions);
                int steps = (SlicePositions + most - 1) / most;
                double products = (double)partBlocks * tiles * Tile * _vectors / 2, copies = (pitch / plan.Lanes + partBlocks * _vectors) * CopyCycles;
                long blocks = (long)Slices * plan.Shape.Taps * parts * partsIn;
                double cycles = (blocks + plan.Device.Threads - 1) / plan.Device.Threads * (SlicePositions * (products + copies) + 3 * steps * StageCycles);
                if (cycles >= least) continue;
                (least, _partsIn, _parts, _columnTiles, _columnPitch, _blockPositions) = (cycles, partsIn, parts, tiles, pitch, (SlicePositions + steps - 1) / steps);
            }
        }
    }

    /// <inheritdoc/>
    public override int Slices { get; }

    /// <summary>Positions of a slice.</summary>
    public int SlicePositions { get; }

    /// <summary>Blocks of the chain.</summary>
    public int Blocks => checked(Slices * Plan.Shape.Taps * _partsIn * _parts);

    /// <summary>Where in the workspace the slopes begin.</summary>
    private int SlopesAt => checked(_blockPositions * _columnPitch);

    /// <summary>Elements of the workspace of a block.</summary>
    private long BlockElements => SlopesAt + ((long)_outBlocks / _parts * _blockPositions * _vectors * Plan.Lanes);

    /// <summary>It fits wide channels on processors.</summary>
    public static ConvWeightGradient? Of(ConvPlan plan) =>
        plan.Device.Kind != DeviceKind.Cpu || plan.Shape.Groups > 1 || plan.Shape.IsPerSample || plan.In < LeastChannels || plan.Out < LeastChannels
        || plan.Images == 0 ? null : new PanelGradient(plan);

    /// <inheritdoc/>
    public override long WorkspaceBytes(ElementType type) =>
        BlockElements * Math.Min(Plan.Device.Threads, Blocks) * type.Size() + base.WorkspaceBytes(type);

    /// <inheritdoc/>
    public override string ToString() =>
        $"panels of {_blockPositions} positions in {Slices} slices of {SlicePositions}, {_partsIn} by {_parts} parts of the channels, sums {Tile}x{_vectors}";

    /// <inheritdoc/>
    protected override void Sum(Tensor x, Tensor dy, Tensor sums)
    {
        int partBlocks = _outBlocks / _parts;
        var args = new PanelGradientArgs(
            Plan.D, Plan.H, Plan.W, x.Pitch, dy.Pitch, Plan.In, Plan.Out, _positions, SlicePositions, 0, _blockPositions, _partsIn, _parts, partBlocks,
            _vectors * Plan.Lanes, _columnTiles, _columnPitch, SlopesAt);
        Device device = x.Device;
        // The device puts the workspace here; the view only carries the element type.
        BufferView work = x.View with { Offset = 0, Length = 0 };
        LaunchGrid copies = new(Plan.Lanes, _blockPositions), products = new(Plan.Lanes, checked(_columnTiles * partBlocks));
        var stages = new List<ChainStage>();
        for (int first = 0; first < SlicePositions; first += _blockPositions)
        {
            if (stages.Count == 3 * MostSteps) Launch();
            PanelGradientArgs here = args with { First = first };
            stages.Add(ConvKernelsLaunch.PanelInputsStage(device, copies, x.View, work, here));
            stages.Add(ConvKernelsLaunch.PanelSlopesStage(device, copies, dy.View, work, here));
            stages.Add(_vectors == 4
                ? ConvKernelsLaunch.PanelSums6x4Stage(device, products, work, sums.View, here)
                : ConvKernelsLaunch.PanelSums6x2Stage(device, products, work, sums.View, here));
        }
        Launch();

        void Launch()
        {
            device.LaunchChain(Blocks, BlockElements * x.Type.Size(), stages.ToArray());
            stages.Clear();
        }
    }
}
