namespace IlgpuConv.PtxMachine;

/// <summary>What one launch hands to every group: the grid, the arguments, and where its views lie.</summary>
internal sealed class PtxLaunch
{
    public required uint GridX { get; init; }

    public required uint GridY { get; init; }

    public required uint GridZ { get; init; }

    public required int Lanes { get; init; }

    /// <summary>The addresses of the views' buffers.</summary>
    public required ulong[] Views { get; init; }

    public required byte[] Packed { get; init; }

    /// <summary>The memory of the device.</summary>
    public required DeviceMemory Memory { get; init; }
}
