using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>A product of the workspace with a filter as a stage of a chain.</summary>
internal delegate ChainStage DeformFromStage(
    Device device, LaunchGrid grid, BufferView columns, BufferView w, BufferView bias, BufferView y, in DeformProductArgs a);

/// <summary>A product with a filter into the workspace as a stage of a chain.</summary>
internal delegate ChainStage DeformIntoStage(Device device, LaunchGrid grid, BufferView x, BufferView w, BufferView columns, in DeformProductArgs a);

/// <summary>A part of the filter's gradient as a stage of a chain.</summary>
internal delegate ChainStage DeformWeightStage(Device device, LaunchGrid grid, BufferView columns, BufferView dy, BufferView dw, in DeformWeightArgs a);

/// <summary>A tile size of the products: rows by vectors, within the registers, and the kernels that have it.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Vectors">Vectors along a row of the target.</param>
/// <param name="From">From the workspace.</param>
/// <param name="Into">Into the workspace.</param>
/// <param name="Weight">The filter's gradient.</param>
internal sealed record DeformTile(int Rows, int Vectors, DeformFromStage From, DeformIntoStage Into, DeformWeightStage Weight)
{
    private static readonly DeformTile s_four = new(
        6, 4, DeformProductKernelsLaunch.From6x4Stage, DeformProductKernelsLaunch.Into6x4Stage, DeformWeightKernelsLaunch.Weight6x4Stage);

    private static readonly DeformTile s_two = new(
        14, 2, DeformProductKernelsLaunch.From14x2Stage, DeformProductKernelsLaunch.Into14x2Stage, DeformWeightKernelsLaunch.Weight14x2Stage);

    private static readonly DeformTile s_narrow = new(
        6, 2, DeformProductKernelsLaunch.From6x2Stage, DeformProductKernelsLaunch.Into6x2Stage, DeformWeightKernelsLaunch.Weight6x2Stage);

    private static readonly DeformTile s_one = new(
        14, 1, DeformProductKernelsLaunch.From14x1Stage, DeformProductKernelsLaunch.Into14x1Stage, DeformWeightKernelsLaunch.Weight14x1Stage);

    /// <summary>The launches that make so many vectors: as many of the largest tile as fit, then what is left.</summary>
    public static IReadOnlyList<DeformSegment> Cover(int vectors, int registers)
    {
        var segments = new List<DeformSegment>();
        int first = 0;
        foreach (DeformTile tile in registers >= 32 ? (DeformTile[])[s_four, s_two, s_one] : [s_narrow, s_one])
        {
            int blocks = (vectors - first) / tile.Vectors;
            if (blocks == 0) continue;
            segments.Add(new DeformSegment(tile, first, blocks));
            first += blocks * tile.Vectors;
        }
        return segments;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}x{Vectors}";
}
