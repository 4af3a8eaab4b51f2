using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>A view as it lies in an argument block: 24 bytes.</summary>
/// <param name="Handle">The buffer's handle: an address on devices with flat memory, the driver's object elsewhere.</param>
/// <param name="Offset">The first element, counted in elements from the start of the buffer.</param>
/// <param name="Length">The number of elements.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ViewArgument(nint Handle, long Offset, long Length);
