namespace IlgpuConv.IO;

/// <summary>A file does not hold what it should: the message names the file, the offset, what was expected and what is there.</summary>
/// <param name="area">The format, such as <c>idx</c> or <c>safetensors</c>.</param>
/// <param name="path">The file.</param>
/// <param name="offset">Where in the file (in the unpacked bytes, if it is compressed).</param>
/// <param name="expected">What should be there.</param>
/// <param name="got">What is there.</param>
public sealed class BadFileException(string area, string path, long offset, string expected, string got)
    : IOException($"[{area}] '{path}', offset {offset}: expected {expected}. Got {got}.")
{
    /// <summary>The file that was read.</summary>
    public string Path { get; } = path;

    /// <summary>The byte at which reading failed, counted in the unpacked bytes if the file is compressed.</summary>
    public long Offset { get; } = offset;
}
