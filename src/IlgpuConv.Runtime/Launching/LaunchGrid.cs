namespace IlgpuConv.Runtime;

/// <summary>
/// The extent of a launch. Along x it is given in lanes, and the device divides it into groups of its own size; along y and z in groups.
/// </summary>
/// <param name="Lanes">Lanes along x; there are ceil(Lanes / group size) groups.</param>
/// <param name="Y">Groups along y.</param>
/// <param name="Z">Groups along z.</param>
public readonly record struct LaunchGrid(long Lanes, int Y = 1, int Z = 1);
