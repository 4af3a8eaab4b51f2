namespace IlgpuConv.Runtime;

/// <summary>How to open an OpenCL device.</summary>
public sealed record OpenClOptions
{
    /// <summary>The form of kernels. Work items on a processor are slow, and what tools that check kernels need.</summary>
    public OpenClForm Form { get; init; }

    /// <summary>Lanes of a group of 4-byte elements: 16 or 8 as vectors, any number as work items; by default what suits the device.</summary>
    public int? Lanes { get; init; }

    /// <summary>
    /// The folder of compiled programs; an empty string keeps none. By default <c>ILGPUCONV_CACHE</c>, or else the user's cache folder.
    /// </summary>
    public string? CacheFolder { get; init; }
}
