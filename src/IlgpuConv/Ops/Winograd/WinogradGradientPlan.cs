using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// How the weight gradient of 3x3 taps with stride 1 runs as a chain of Winograd's transforms and products. The slices, whose sums are added
/// in order, depend on the shape only; within a slice every sum is over the tiles in order, in any parts.
/// </summary>
internal sealed class WinogradGradientPlan
{
    /// <summary>Vectors of output channels of a block.</summary>
    public const int BlockVectors = 4;

    /// <summary>Input channels that a product makes at once.</summary>
    public const int Rows = 4;

    /// <summary>Products of a tile.</summary>
    public const int Points = 36;

    private const int Pitch = 37;
    private const int SliceTilesWanted = 98;
    private const int MostSlices = 16;
    private const int MostSliceTiles = 2048;
    private const long MostSliceElements = 1 << 24;
    private const int MostAdded = 20;
    private const int CacheBytes = 1 << 20;
    private const double PatchCycles = 250;
    private const double SlopeCycles = 200;
    private const double BackCycles = 100;
    private const double TileCycles = 60;
    private const double StageCycles = 2000;
    private const double LaunchCycles = 8000;

    private readonly int _lanes;
    private readonly int _threads;
    private readonly int _images;
    private readonly double _step;

    /// <summary>Searches the parts and the blocks.</summary>
    public WinogradGradientPlan(ConvPlan plan, DeviceCapabilities device)
    {
        (_lanes, _threads, _images) = (plan.Lanes, device.Threads, plan.Images);
        IsPerSample = plan.Shape.IsPerSample;
        Vectors = device.VectorRegisters >= Rows * BlockVectors + BlockVectors + 1 ? BlockVectors : BlockVectors / 2;
        _step = (Rows * Vectors / 2.0 + 0.4 + 0.25 * Vectors + 0.15 * Rows) * BlockVectors / Vectors;
        TilesH = WinogradForm.TilesOf(plan.H.Destination, plan.Shape.AxisArray[0], 4);
        TilesW = WinogradForm.TilesOf(plan.W.Destination, plan.Shape.AxisArray[1], 4);
        Tiles = checked(plan.Images * TilesH * TilesW);
        InVectors = (plan.In + _lanes - 1) / _lanes;
        OutBlocks = (plan.Out + BlockVectors * _lanes - 1) / (BlockVectors * _lanes);
        long elements = 9L * plan.In * plan.Out;
        long wanted = Math.Max(Math.Clamp(Tiles / SliceTilesWanted, 1, MostSlices), (Tiles + MostSliceTiles - 1) / MostSliceTiles);
        wanted = Math.Clamp(wanted, 1, Math.Max(1, MostSliceElements / elements));
        SliceTiles = IsPerSample ? TilesH * TilesW : (int)((Tiles + wanted - 1) / wanted);
        Slices = (Tiles + SliceTiles - 1) / SliceTiles;
        Cycles = double.PositiveInfinity;
        long least = long.MaxValue;
        for (int partsIn = 1; partsIn <= InVectors; partsIn++)
        {
            for (int partsOut = 1; InVectors % partsIn == 0 && partsOut <= OutBlocks; partsOut++)
            {
                for (int added = 1; OutBlocks % partsOut == 0 && added <= Math.Min(MostAdded, SliceTiles); added++)
                {
                    int tiles = (SliceTiles + added - 1) / added;
                    double cycles = Makespan(tiles, InVectors / partsIn, OutBlocks / partsOut);
                    long over = Math.Max(Elements(tiles, partsIn, partsOut) * sizeof(float) - WinogradPlan.MostBytes, 0);
                    if (over > least || (over == least && cycles >= Cycles)) continue;
                    (least, Cycles, BlockTiles, PartsIn, PartsOut) = (over, cycles, tiles, partsIn, partsOut);
                }
            }
        }
    }

    /// <summary>Whether each sample has a filter of its own: the gradient of a slice is that of a sample's.</summary>
    public bool IsPerSample { get; }

    /// <summary>Tiles along the height.</summary>
    public int TilesH { get; }

    /// <summary>Tiles along the width.</summary>
    public int TilesW { get; }

    /// <summary>Tiles of the batch.</summary>
    public int Tiles { get; }

    /// <summary>Slices of the tiles, each with a sum of its own.</summary>
    public int Slices { get; }

    /// <summary>Tiles of a slice.</summary>
    public int SliceTiles { get; }

    /// <summary>Tiles that are transformed and added at a time.</summary>
    public int BlockTiles { get; }

    /// <summary>Parts of the input channels.</summary>
    public int PartsIn { get; }

    /// <summary>Parts of the output channels.</summary>
    public int PartsOut { get; }

    /// <summary>Vectors of input channels.</summary>
    public int InVectors { get; }

    /// <summary>Blocks of output channels.</summary>
    public int OutBlocks { get; }

    /// <summary>Vectors of output channels that a product makes at once.</summary>
    public int Vectors { get; }

    /// <summary>Likely cycles of the slowest thread.</summary>
    public double Cycles { get; }

    /// <summary>Blocks of the chain.</summary>
    public int Blocks => checked(Slices * PartsIn * PartsOut);

    /// <summary>Where in the workspace the slopes begin.</summary>
    public long SlopesAt => (long)(InVectors / PartsIn) * BlockTiles * Pitch * _lanes;

    /// <summary>Where in the workspace the sums begin.</summary>
    public long SumsAt => SlopesAt + ((long)(OutBlocks / PartsOut) * BlockTiles * Pitch * BlockVectors * _lanes);

    /// <summary>Elements of the workspace of a block.</summary>
    public long BlockElements => Elements(BlockTiles, PartsIn, PartsOut);

    /// <summary>Bytes of the workspace of every thread.</summary>
    public long WorkspaceBytes(ElementType type) => BlockElements * Math.Min(_threads, Blocks) * type.Size();

    /// <summary>Cycles of the slowest thread, of one sample where each has a filter of its own: what the bits depend on is the same in any batch.</summary>
    public double ComparedCycles => Cycles - (IsPerSample ? LaunchCycles * (1 - 1.0 / _images) : 0);

    /// <inheritdoc/>
    public override string ToString() =>
        $"Winograd F(3x3, 4x4), {Tiles} tiles {(IsPerSample ? $"of {Slices} samples" : $"in {Slices} slices")}, {BlockTiles} at a time, {PartsIn} by {PartsOut} parts of the channels, products {Rows}x{Vectors} in vectors of {_lanes}";

    private long Elements(int tiles, int partsIn, int partsOut)
    {
        long inLanes = (long)(InVectors / partsIn) * _lanes, outLanes = (long)(OutBlocks / partsOut) * BlockVectors * _lanes;
        return ((inLanes + outLanes) * tiles * Pitch) + (Points * inLanes * outLanes);
    }

    private double Makespan(int tiles, int partIn, int partOut)
    {
        int added = (SliceTiles + tiles - 1) / tiles, outVectors = partOut * BlockVectors;
        double products = (double)Points * partOut * partIn * _lanes / Rows * (SliceTiles * _step + added * TileCycles);
        double transforms = SliceTiles * (partIn * PatchCycles + outVectors * SlopeCycles);
        double sums = (double)Points * partIn * _lanes * outVectors * _lanes * sizeof(float);
        double work = (double)(partIn + outVectors) * tiles * Pitch * _lanes * sizeof(float);
        // What does not stay in the second cache passes through for every addition.
        double far = sums + work > CacheBytes ? added * (2 * sums + work) / 16 : 0;
        double block = products + transforms + far + partIn * _lanes * outVectors * BackCycles + (3 * added + 1) * StageCycles;
        long blocks = (long)Slices * (InVectors / partIn) * (OutBlocks / partOut);
        return (blocks + _threads - 1) / _threads * block + LaunchCycles;
    }
}
