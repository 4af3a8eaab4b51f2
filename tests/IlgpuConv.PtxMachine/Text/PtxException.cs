namespace IlgpuConv.PtxMachine;

/// <summary>A text that is not what the compiler writes, or a kernel that does what it must not.</summary>
public sealed class PtxException(string message) : Exception(message);
