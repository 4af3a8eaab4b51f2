namespace IlgpuConv.IO;

/// <summary>An array read from an IDX file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Dimensions">The sizes, outermost first.</param>
/// <param name="Bytes">The elements, if the file holds unsigned bytes.</param>
/// <param name="Floats">The elements, if the file holds 32-bit floats.</param>
public sealed record IdxArray(string Path, int[] Dimensions, byte[]? Bytes, float[]? Floats);
