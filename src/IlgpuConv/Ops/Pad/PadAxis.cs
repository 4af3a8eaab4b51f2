namespace IlgpuConv.Ops;

/// <summary>
/// One axis of padding as the kernels walk it: output o takes element <c>o - Low</c>, or where that lies outside, what the mode says. The
/// modes that repeat the axis have a period: all o that take one element lie a period apart, in one or, with mirror images, two families.
/// </summary>
/// <param name="Source">Positions of the input.</param>
/// <param name="Destination">Positions of the output.</param>
/// <param name="Low">Positions before the first; negative crops.</param>
/// <param name="Step">Output positions from one input to the next; what lies between takes nothing.</param>
/// <param name="Clamps">1 where outside positions take the nearest element.</param>
/// <param name="Period">Outputs after which elements repeat, or 0.</param>
/// <param name="Edge">1 where mirror images repeat the edge.</param>
internal readonly record struct PadAxis(int Source, int Destination, int Low, int Step, int Clamps, int Period, int Edge)
{
    /// <summary>An axis that is left as it is.</summary>
    public static PadAxis None => new(1, 1, 0, 1, 0, 0, 0);

    /// <summary>Families of outputs that take an element: itself, and its mirror image.</summary>
    public int Families => Period > Source ? 2 : 1;

    /// <summary>From one output of a family to the next.</summary>
    public int Apart => Period > 0 ? Period : 1;

    /// <summary>The axis of a mode.</summary>
    public static PadAxis Of(int source, int low, int high, int step, PadKind kind) => new(
        source, checked((source - 1) * step + 1 + low + high), low, step, kind == PadKind.Replicate ? 1 : 0,
        kind switch { PadKind.Circular => source, PadKind.Symmetric => 2 * source, PadKind.Reflect => 2 * (source - 1), _ => 0 },
        kind == PadKind.Symmetric ? 1 : 0);
}
