namespace IlgpuConv.IO;

/// <summary>A figure of a layer of a network.</summary>
/// <param name="Layer">The layer's name; empty for the network itself.</param>
/// <param name="Kind">What it is a figure of, as a part of a file's name: <c>filters</c>, <c>maps</c>, <c>shown</c>.</param>
/// <param name="Figure">The figure.</param>
public sealed record ModelView(string Layer, string Kind, Figure Figure);
