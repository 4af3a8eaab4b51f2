namespace IlgpuConv.Ops;

/// <summary>The tiles that make the channels of a group: the cheapest, by the cycles of a row, whose vectors add up to all of them.</summary>
internal sealed class TileCover
{
    private const double LaunchShare = 0.02;
    private const int RunChannels = 16;

    private readonly ConvPlan _plan;
    private readonly int _rows;

    /// <summary>Covers the channels that lanes run over.</summary>
    /// <param name="plan">The sizes.</param>
    /// <param name="rows">Positions of a row, or columns of a weight gradient.</param>
    /// <param name="steps">Steps of a tile, each with weights of its own; 0 in a weight gradient.</param>
    public TileCover(ConvPlan plan, int rows, long steps)
    {
        (_plan, _rows) = (plan, rows);
        Segments = Cover((plan.Out + plan.Lanes - 1) / plan.Lanes, rows, steps, Allowed(plan));
        foreach (ConvSegment s in Segments)
        {
            Channels += s.Blocks * s.Tile.Vectors * plan.Lanes;
            Cycles += s.Blocks * s.Tile.Cycles(steps) * TilesOf(s.Tile, rows);
        }
    }

    /// <summary>The launches, one for each size of tile.</summary>
    public ConvSegment[] Segments { get; }

    /// <summary>Channels that they make, those beyond the last included.</summary>
    public int Channels { get; }

    /// <summary>Cycles of a row, over all launches.</summary>
    public double Cycles { get; }

    /// <summary>The part of the arithmetic that lies beyond the edges.</summary>
    public double Beyond
    {
        get
        {
            double made = 0;
            foreach (ConvSegment s in Segments) made += (double)s.Blocks * s.Tile.Vectors * _plan.Lanes * TilesOf(s.Tile, _rows) * s.Tile.Rows;
            return 1 - (double)_rows * _plan.Out / made;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"tiles {string.Join(" + ", Segments.Select(s => $"{s.Tile} x {s.Blocks}"))} for {_plan.Out} channels in vectors of {_plan.Lanes}";

    /// <summary>
    /// The tiles that may be taken. One that reads weights at each use needs runs of many channels. Where each sample has a filter of its own, one block of
    /// all output channels reads it as it lies; any other would have to pack it for this one use.
    /// </summary>
    private static ConvTile[] Allowed(ConvPlan plan)
    {
        ConvTile[] allowed =
        [
            .. ConvTile.Of(plan.Direction, plan.Device.VectorRegisters)
                .Where(t => plan.Choice.Allows(t) && (!plan.Choice.IsPlanned || t.Held == t.Vectors || plan.In >= RunChannels)),
        ];
        ConvTile[] whole = Array.FindAll(allowed, t => t.Vectors * plan.Lanes == plan.Out);
        return plan.Shape is { IsPerSample: true, Groups: 1 } && plan.Direction == ConvDirection.Forward && whole.Length > 0 ? whole : allowed;
    }

    private static int TilesOf(ConvTile tile, int rows) => (rows + tile.Rows - 1) / tile.Rows;

    private static ConvSegment[] Cover(int vectors, int rows, long steps, ConvTile[] tiles)
    {
        var cost = new double[vectors + 1];
        var choice = new int[vectors + 1];
        for (int n = 1; n <= vectors; n++)
        {
            cost[n] = double.MaxValue;
            for (int i = 0; i < tiles.Length; i++)
            {
                double here = cost[Math.Max(0, n - tiles[i].Vectors)] + tiles[i].Cycles(steps) * TilesOf(tiles[i], rows);
                if (here < cost[n]) (cost[n], choice[n]) = (here, i);
            }
        }
        // Tiles of one size are one launch: they may cost a little more.
        int alone = -1;
        for (int i = 0; i < tiles.Length && steps > 0; i++)
            if (Alone(tiles[i]) <= (1 + LaunchShare) * cost[vectors] && (alone < 0 || Alone(tiles[i]) < Alone(tiles[alone]))) alone = i;
        double Alone(ConvTile tile) => (vectors + tile.Vectors - 1) / tile.Vectors * tile.Cycles(steps) * TilesOf(tile, rows);

        var blocks = new int[tiles.Length];
        int used = 0, first = 0;
        for (int n = vectors; n > 0;)
        {
            int next = alone < 0 ? choice[n] : alone;
            if (blocks[next]++ == 0) used++;
            n -= tiles[next].Vectors;
        }
        var segments = new ConvSegment[used];
        used = 0;
        for (int i = 0; i < tiles.Length; i++)
        {
            if (blocks[i] == 0) continue;
            segments[used++] = new ConvSegment(tiles[i], first, blocks[i]);
            first += blocks[i] * tiles[i].Vectors;
        }
        return segments;
    }
}
