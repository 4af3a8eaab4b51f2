namespace IlgpuConv.Analysis;

/// <summary>A part of an axis of a tensor.</summary>
/// <param name="Label">Which spatial axis of the network's input lies along it, or a negative number for none.</param>
/// <param name="Size">Its size.</param>
internal readonly record struct AxisPart(int Label, int Size)
{
    /// <summary>No spatial axis.</summary>
    public const int None = -1;
}
