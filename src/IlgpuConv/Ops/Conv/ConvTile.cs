using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Launches one size of the tile kernel.</summary>
internal delegate void GatherLaunch(
    Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView bias, BufferView start, BufferView y, in GatherArgs a);

/// <summary>One size of the tile kernel as a stage of a chain.</summary>
internal delegate ChainStage GatherStage(
    Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView bias, BufferView start, BufferView y, in GatherArgs a);

/// <summary>Launches one size of the weight gradient kernel.</summary>
internal delegate void WeightGradientLaunch(Device device, LaunchGrid grid, BufferView x, BufferView dy, BufferView dw, in WeightGradientArgs a);

/// <summary>A tile size: positions (or columns of a weight gradient) by vectors of output channels, and the kernel that has it.</summary>
/// <param name="Rows">Positions or columns.</param>
/// <param name="Vectors">Vectors of output channels.</param>
internal sealed record ConvTile(int Rows, int Vectors)
{
    private const int NearBytes = 64 << 10;
    private const int FarBytes = 440 << 10;

    private static readonly ConvTile[] s_gather =
    [
        new(7, 4) { Gather = ConvKernelsLaunch.Gather7x4, GatherStage = ConvKernelsLaunch.Gather7x4Stage, Held = 3 },
        new(6, 4) { Gather = ConvKernelsLaunch.Gather6x4, GatherStage = ConvKernelsLaunch.Gather6x4Stage },
        new(4, 4) { Gather = ConvKernelsLaunch.Gather4x4, GatherStage = ConvKernelsLaunch.Gather4x4Stage },
        new(7, 3) { Gather = ConvKernelsLaunch.Gather7x3, GatherStage = ConvKernelsLaunch.Gather7x3Stage },
        new(14, 2) { Gather = ConvKernelsLaunch.Gather14x2, GatherStage = ConvKernelsLaunch.Gather14x2Stage },
        new(8, 2) { Gather = ConvKernelsLaunch.Gather8x2, GatherStage = ConvKernelsLaunch.Gather8x2Stage },
        new(6, 2) { Gather = ConvKernelsLaunch.Gather6x2, GatherStage = ConvKernelsLaunch.Gather6x2Stage },
        new(4, 2) { Gather = ConvKernelsLaunch.Gather4x2, GatherStage = ConvKernelsLaunch.Gather4x2Stage },
        new(14, 1) { Gather = ConvKernelsLaunch.Gather14x1, GatherStage = ConvKernelsLaunch.Gather14x1Stage },
        new(8, 1) { Gather = ConvKernelsLaunch.Gather8x1, GatherStage = ConvKernelsLaunch.Gather8x1Stage },
        new(1, 4) { Gather = ConvKernelsLaunch.Gather1x4, GatherStage = ConvKernelsLaunch.Gather1x4Stage },
    ];

    private static readonly ConvTile[] s_weightGradient =
    [
        new(6, 4) { WeightGradient = ConvKernelsLaunch.WeightGradient6x4 },
        new(7, 3) { WeightGradient = ConvKernelsLaunch.WeightGradient7x3 },
        new(8, 2) { WeightGradient = ConvKernelsLaunch.WeightGradient8x2 },
        new(6, 2) { WeightGradient = ConvKernelsLaunch.WeightGradient6x2 },
        new(14, 1) { WeightGradient = ConvKernelsLaunch.WeightGradient14x1 },
    ];

    /// <summary>Vectors of weights that are held in registers while all positions use them; the others are read at each use.</summary>
    public int Held { get; private init; } = Vectors;

    /// <summary>The launch where this is a tile of the forward and the input gradient.</summary>
    public GatherLaunch? Gather { get; private init; }

    /// <summary>The stage where this is a tile of the forward and the input gradient.</summary>
    public GatherStage? GatherStage { get; private init; }

    /// <summary>The launch where this is a tile of the weight gradient.</summary>
    public WeightGradientLaunch? WeightGradient { get; private init; }

    /// <summary>The tiles of a direction that fit into a number of vector registers: accumulators, weights and one broadcast.</summary>
    public static IEnumerable<ConvTile> Of(ConvDirection direction, int registers) =>
        (direction == ConvDirection.WeightGradient ? s_weightGradient : s_gather).Where(t => t.Rows * t.Vectors + t.Held + 1 <= registers);

    /// <summary>
    /// Cycles of one step over an input channel or a position: two multiply-adds and two loads a cycle, a latency of four, and a part of
    /// what vectors of weights and places of broadcasts take; more where the weights that all tiles of a row use lie in the second cache.
    /// </summary>
    /// <param name="steps">Steps of a tile, each with weights of its own.</param>
    public double Cycles(long steps)
    {
        double far = Math.Clamp((steps * Vectors * 64 - NearBytes) / (double)FarBytes, 0, 1);
        return Math.Max(Math.Max(Rows * Vectors, Rows + Vectors) / 2.0, 4) + 0.4 + 0.25 * Vectors + 0.15 * Rows
            + far * (0.35 * Vectors + 0.1 * Rows * (Vectors - Held));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}x{Vectors}";
}
