namespace IlgpuConv.Kernels;

/// <summary>The place of the running group in the grid, and the size of the grid in groups.</summary>
public static class Grid
{
    /// <summary>The group's index along x.</summary>
    public static int IdxX => PlainRun.Current.GridX;

    /// <summary>The group's index along y.</summary>
    public static int IdxY => PlainRun.Current.GridY;

    /// <summary>The group's index along z.</summary>
    public static int IdxZ => PlainRun.Current.GridZ;

    /// <summary>The number of groups along x.</summary>
    public static int DimX => PlainRun.Current.GridDimX;

    /// <summary>The number of groups along y.</summary>
    public static int DimY => PlainRun.Current.GridDimY;

    /// <summary>The number of groups along z.</summary>
    public static int DimZ => PlainRun.Current.GridDimZ;
}
