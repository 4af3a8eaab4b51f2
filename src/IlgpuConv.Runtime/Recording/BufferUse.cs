namespace IlgpuConv.Runtime;

/// <summary>That a command reads a buffer, or writes it too.</summary>
/// <param name="Handle">The buffer's handle.</param>
/// <param name="IsWritten">Whether it may be written.</param>
internal readonly record struct BufferUse(nint Handle, bool IsWritten);
