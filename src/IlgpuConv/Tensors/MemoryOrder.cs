namespace IlgpuConv.Tensors;

/// <summary>The order in which the elements of a tensor lie in memory; part of a tensor's type, never guessed from its rank.</summary>
public enum MemoryOrder
{
    /// <summary>The last logical axis is contiguous.</summary>
    RowMajor,

    /// <summary>
    /// Axis 1 of <c>[N, C, spatial...]</c> is contiguous: <c>N spatial C</c>. With fewer than three axes that is
    /// <see cref="RowMajor"/>, and such a tensor says so.
    /// </summary>
    ChannelsLast,

    /// <summary>Axis 0 of <c>[O, I, kernel...]</c> is contiguous: <c>kernel I O</c>.</summary>
    Filter,

    /// <summary>Axis 1 of <c>[N, O, I, kernel...]</c> is contiguous: <c>N kernel I O</c>.</summary>
    PerSampleFilter,
}
