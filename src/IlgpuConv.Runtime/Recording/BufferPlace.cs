namespace IlgpuConv.Runtime;

/// <summary>Where the memory of a recorded buffer lies when the commands run.</summary>
/// <param name="Buffer">A buffer of the device.</param>
/// <param name="ByteOffset">The first byte, a multiple of 64.</param>
internal readonly record struct BufferPlace(DeviceBuffer Buffer, long ByteOffset);
