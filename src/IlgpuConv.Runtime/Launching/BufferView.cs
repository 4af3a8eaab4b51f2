namespace IlgpuConv.Runtime;

/// <summary>Part of a device buffer, seen as elements of one type: what a launch takes for an <c>ArrayView</c> parameter.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Type">The type of the elements.</param>
/// <param name="Offset">The first element, counted in elements from the start of the buffer.</param>
/// <param name="Length">The number of elements.</param>
public readonly record struct BufferView(DeviceBuffer Buffer, ElementType Type, long Offset, long Length);
