namespace IlgpuConv.Runtime;

/// <summary>A device has no room for a request.</summary>
public sealed class DeviceMemoryException(string message) : Exception(message);
