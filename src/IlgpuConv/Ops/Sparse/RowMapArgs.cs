namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="RowMapKernels"/> takes.</summary>
/// <param name="Channels">Elements of a row.</param>
/// <param name="Destinations">Rows that are written.</param>
/// <param name="SourcePitch">Elements from one row that is read to the next.</param>
internal readonly record struct RowMapArgs(int Channels, int Destinations, int SourcePitch)
{
    /// <summary>Rows that a group owns.</summary>
    public const int StripRows = 16;
}
