using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// Which kernels run one direction of a sparse convolution, with which tiles and blocks: a pure function of the sizes and the device's
/// capabilities. The bits of a forward or an input gradient depend on none of it; the parts of a weight gradient depend on the sizes only.
/// </summary>
internal sealed class SparseConvPlan
{
    private const int PartSites = 256;
    private const int MostParts = 32;
    private const int PartElements = 1 << 23;
    private const int MostBlockSites = 512;
    private const int LeastBlockSites = 32;

    private SparseConvPlan(SparseConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device)
    {
        (Shape, Direction, Lanes) = (shape, direction, lanes);
        bool isForward = direction != ConvDirection.InputGradient;
        (In, Out) = isForward ? (shape.GroupIn, shape.GroupOut) : (shape.GroupOut, shape.GroupIn);
        int sites = (isForward ? shape.Rulebook.Output : shape.Rulebook.Input).Count;
        int blocks = 4 * device.Threads;
        bool isWeight = direction == ConvDirection.WeightGradient;
        BlockSites = isWeight ? PartSites
            : device.Kind == DeviceKind.Gpu ? LeastBlockSites : Math.Clamp((sites + blocks - 1) / blocks, LeastBlockSites, MostBlockSites);
        long perTap = Math.Max(1, shape.Rulebook.Pairs / shape.Rulebook.Taps);
        long room = Math.Max(1, PartElements / ((long)shape.Rulebook.Taps * shape.GroupIn * shape.OutChannels));
        Parts = (int)Math.Clamp(Math.Min(room, (sites + PartSites - 1) / PartSites), 1, MostParts);
        // Rows that a tile goes over: the pairs of a tap in a block, or the input channels.
        int rows = isWeight ? In : (int)Math.Max(1, perTap * BlockSites / Math.Max(1, sites));
        int steps = isWeight ? (int)Math.Min(perTap, 64) : In;
        Segments = Cover((Out + lanes - 1) / lanes, rows, steps, [.. SparseTile.Of(isWeight, device.VectorRegisters)]);
    }

    /// <summary>The sizes.</summary>
    public SparseConvShape Shape { get; }

    /// <summary>The direction.</summary>
    public ConvDirection Direction { get; }

    /// <summary>Lanes of a group.</summary>
    public int Lanes { get; }

    /// <summary>Channels of a group that are summed over.</summary>
    public int In { get; }

    /// <summary>Channels of a group that lanes run over.</summary>
    public int Out { get; }

    /// <summary>Rows that are written or, in a weight gradient, read one block after another; one group owns a block that it writes.</summary>
    public int BlockSites { get; }

    /// <summary>Parts of the output sites over which a weight gradient is summed by itself.</summary>
    public int Parts { get; }

    /// <summary>The launches that cover <see cref="Out"/>.</summary>
    public IReadOnlyList<SparseSegment> Segments { get; }

    /// <summary>Channels that the launches make, those beyond <see cref="Out"/> included.</summary>
    public int Covered => Segments.Sum(s => s.Blocks * s.Tile.Vectors) * Lanes;

    /// <summary>The plan of a shape for one direction on a device.</summary>
    public static SparseConvPlan Of(SparseConvShape shape, ConvDirection direction, int lanes, DeviceCapabilities device) =>
        new(shape, direction, lanes, device);

    /// <summary>One line: the direction, the tiles and the blocks.</summary>
    public override string ToString()
    {
        string tiles = string.Join(" + ", Segments.Select(s => $"{s.Tile} x {s.Blocks}"));
        string part = Direction == ConvDirection.WeightGradient ? $"{Parts} parts in blocks of {BlockSites} sites" : $"blocks of {BlockSites} sites";
        return $"{Direction}: tiles {tiles} for {Out} channels in vectors of {Lanes}, {part}, {Shape.Rulebook.Pairs} pairs";
    }

    /// <summary>The cheapest tiles whose vectors add up to all of them.</summary>
    private static SparseSegment[] Cover(int vectors, int rows, int steps, SparseTile[] tiles)
    {
        var cost = new double[vectors + 1];
        var choice = new SparseTile[vectors + 1];
        for (int n = 1; n <= vectors; n++)
        {
            cost[n] = double.MaxValue;
            foreach (SparseTile tile in tiles)
            {
                double here = cost[Math.Max(0, n - tile.Vectors)] + tile.Cycles(steps) * ((rows + tile.Rows - 1) / tile.Rows);
                if (here < cost[n]) (cost[n], choice[n]) = (here, tile);
            }
        }
        var counts = new Dictionary<SparseTile, int>();
        for (int n = vectors; n > 0; n -= choice[n].Vectors) counts[choice[n]] = counts.GetValueOrDefault(choice[n]) + 1;
        var segments = new List<SparseSegment>();
        int first = 0;
        foreach (SparseTile tile in tiles)
        {
            if (!counts.TryGetValue(tile, out int blocks)) continue;
            segments.Add(new SparseSegment(tile, first, blocks));
            first += blocks * tile.Vectors;
        }
        return [.. segments];
    }
}
