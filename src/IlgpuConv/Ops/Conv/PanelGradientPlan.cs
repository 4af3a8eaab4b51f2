using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// How a weight gradient runs as a chain that copies what a tap reads, and the slopes, into panels before it adds their products. The slices, whose sums
/// are added in order, depend on the shape only; within a slice every sum is over the positions in order, in any parts.
/// </summary>
internal sealed class PanelGradientPlan
{
    /// <summary>Positions that are added in a chain, at most: three stages for each.</summary>
    public const int MostSteps = 20;

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

    private PanelGradientPlan(ConvPlan plan, DeviceCapabilities device)
    {
        Vectors = device.VectorRegisters > 4 * Tile + 4 && plan.Out > 2 * plan.Lanes ? 4 : 2;
        Taps = plan.Shape.Taps;
        int width = Vectors * plan.Lanes;
        OutBlocks = (plan.Out + width - 1) / width;
        int all = (plan.In + Tile - 1) / Tile;
        Positions = checked((int)(plan.Images * plan.Shape.OutputPixels));
        long wanted = Math.Clamp(Positions / SlicePositionsWanted, 1, Math.Max(1, SliceElements / plan.Shape.Weight.Elements));
        SlicePositions = (int)((Positions + wanted - 1) / wanted);
        Slices = (Positions + SlicePositions - 1) / SlicePositions;
        double least = double.PositiveInfinity;
        for (int partsIn = 1; partsIn <= Math.Min(MostPartsIn, all); partsIn *= 2)
        {
            int tiles = (all + partsIn - 1) / partsIn;
            // An odd number of lines apart, positions pass through all sets of a cache.
            int pitch = ((tiles * Tile + plan.Lanes - 1) / plan.Lanes | 1) * plan.Lanes;
            for (int parts = 1; parts <= OutBlocks; parts++)
            {
                if (OutBlocks % parts != 0) continue;
                int partBlocks = OutBlocks / parts;
                int most = Math.Clamp(PanelBytes / ((pitch + (partBlocks * width)) * sizeof(float)), Tile, MostPositions);
                int steps = (SlicePositions + most - 1) / most;
                double products = (double)partBlocks * tiles * Tile * Vectors / 2, copies = (pitch / plan.Lanes + partBlocks * Vectors) * CopyCycles;
                long blocks = (long)Slices * Taps * parts * partsIn;
                double cycles = (blocks + device.Threads - 1) / device.Threads * (SlicePositions * (products + copies) + 3 * steps * StageCycles);
                if (cycles >= least) continue;
                (least, PartsIn, Parts, ColumnTiles, ColumnPitch, BlockPositions) = (cycles, partsIn, parts, tiles, pitch, (SlicePositions + steps - 1) / steps);
            }
        }
        SlopesAt = checked(BlockPositions * ColumnPitch);
        BlockElements = SlopesAt + ((long)OutBlocks / Parts * BlockPositions * width);
    }

    /// <summary>Vectors of output channels of a block.</summary>
    public int Vectors { get; }

    /// <summary>Taps.</summary>
    public int Taps { get; }

    /// <summary>Blocks of output channels.</summary>
    public int OutBlocks { get; }

    /// <summary>Parts of them.</summary>
    public int Parts { get; }

    /// <summary>Parts of the input channels.</summary>
    public int PartsIn { get; }

    /// <summary>Tiles of input channels of a part.</summary>
    public int ColumnTiles { get; }

    /// <summary>Elements between neighbouring positions of what a tap reads.</summary>
    public int ColumnPitch { get; }

    /// <summary>Output positions of the batch.</summary>
    public int Positions { get; }

    /// <summary>Slices of the positions, each with a sum of its own.</summary>
    public int Slices { get; }

    /// <summary>Positions of a slice.</summary>
    public int SlicePositions { get; }

    /// <summary>Positions that are copied and added at a time.</summary>
    public int BlockPositions { get; }

    /// <summary>Where in the workspace the slopes begin.</summary>
    public int SlopesAt { get; }

    /// <summary>Elements of the workspace of a block.</summary>
    public long BlockElements { get; }

    /// <summary>Blocks of the chain.</summary>
    public int Blocks => checked(Slices * Taps * PartsIn * Parts);

    /// <summary>The plan where it is likely faster than sums over positions where they lie, or null.</summary>
    public static PanelGradientPlan? Of(ConvPlan plan, DeviceCapabilities device)
    {
        if (plan.Direction != ConvDirection.WeightGradient || !plan.Choice.IsPlanned || device.Kind != DeviceKind.Cpu || plan.WinogradGradient is not null
            || plan.Shape.Groups > 1 || plan.Shape.IsPerSample || plan.In < LeastChannels || plan.Out < LeastChannels || plan.Images == 0) return null;
        return new(plan, device);
    }

    /// <summary>Bytes of the workspace of every thread and of the slices.</summary>
    public long WorkspaceBytes(ConvShape shape, ElementType type, int threads) =>
        (BlockElements * Math.Min(threads, Blocks) + (Slices == 1 ? 0 : Slices * shape.Weight.Elements)) * type.Size();

    /// <inheritdoc/>
    public override string ToString() =>
        $"panels of {BlockPositions} positions in {Slices} slices of {SlicePositions}, {PartsIn} by {Parts} parts of the channels, sums {Tile}x{Vectors}";
}
