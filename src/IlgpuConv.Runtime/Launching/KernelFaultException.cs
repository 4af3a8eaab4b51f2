namespace IlgpuConv.Runtime;

/// <summary>A kernel failed on a device: it left a view, or its lanes did not all come to a barrier.</summary>
public sealed class KernelFaultException(string message, Exception? cause = null) : Exception(message, cause);
