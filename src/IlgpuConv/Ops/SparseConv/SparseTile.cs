using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>Launches one size of the tile kernel.</summary>
internal delegate void SparseGatherLaunch(
    Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView bias, BufferView sources, BufferView destinations, BufferView bounds, BufferView y,
    in SparseConvArgs a);

/// <summary>Launches one size of the weight gradient kernel.</summary>
internal delegate void SparseWeightLaunch(
    Device device, LaunchGrid grid, BufferView x, BufferView dy, BufferView inputs, BufferView outputs, BufferView bounds, BufferView sums, in SparseWeightArgs a);

/// <summary>A tile size: pairs (or input channels of a weight gradient) by vectors of output channels, and the kernel that has it.</summary>
/// <param name="Rows">Pairs or channels.</param>
/// <param name="Vectors">Vectors of output channels.</param>
internal sealed record SparseTile(int Rows, int Vectors)
{
    private static readonly SparseTile[] s_gather =
    [
        new(6, 4) { Gather = SparseConvKernelsLaunch.Gather6x4 },
        new(4, 4) { Gather = SparseConvKernelsLaunch.Gather4x4 },
        new(7, 3) { Gather = SparseConvKernelsLaunch.Gather7x3 },
        new(12, 2) { Gather = SparseConvKernelsLaunch.Gather12x2 },
        new(6, 2) { Gather = SparseConvKernelsLaunch.Gather6x2 },
        new(4, 2) { Gather = SparseConvKernelsLaunch.Gather4x2 },
        new(14, 1) { Gather = SparseConvKernelsLaunch.Gather14x1 },
        new(8, 1) { Gather = SparseConvKernelsLaunch.Gather8x1 },
    ];

    private static readonly SparseTile[] s_weightGradient =
    [
        new(6, 4) { WeightGradient = SparseConvKernelsLaunch.WeightGradient6x4 },
        new(7, 3) { WeightGradient = SparseConvKernelsLaunch.WeightGradient7x3 },
        new(12, 2) { WeightGradient = SparseConvKernelsLaunch.WeightGradient12x2 },
        new(6, 2) { WeightGradient = SparseConvKernelsLaunch.WeightGradient6x2 },
        new(14, 1) { WeightGradient = SparseConvKernelsLaunch.WeightGradient14x1 },
    ];

    /// <summary>The launch where this is a tile of the forward and the input gradient.</summary>
    public SparseGatherLaunch? Gather { get; private init; }

    /// <summary>The launch where this is a tile of the weight gradient.</summary>
    public SparseWeightLaunch? WeightGradient { get; private init; }

    /// <summary>The tiles of a direction that fit into a number of vector registers: accumulators, weights and one broadcast.</summary>
    public static IEnumerable<SparseTile> Of(bool isWeightGradient, int registers) =>
        (isWeightGradient ? s_weightGradient : s_gather).Where(t => (t.Rows + 1) * t.Vectors + 1 <= registers);

    /// <summary>Cycles of a tile that sums over so many channels or pairs: its steps, and fetching its rows and putting them back.</summary>
    public double Cycles(int steps)
    {
        double step = Math.Max(Math.Max(Rows * Vectors, Rows + Vectors) / 2.0, 4) + 0.4 + 0.25 * Vectors + 0.15 * Rows;
        return step * steps + 1.5 * Rows * Vectors + 4 * Rows;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}x{Vectors}";
}
