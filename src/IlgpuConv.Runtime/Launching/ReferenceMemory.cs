using System.Runtime.CompilerServices;

namespace IlgpuConv.Runtime;

/// <summary>The checked access of the scalar form of a kernel.</summary>
public static unsafe class ReferenceMemory
{
    /// <summary>The address of an element.</summary>
    /// <exception cref="KernelFaultException">The index is negative or not below <paramref name="length"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* At<T>(T* elements, long index, long length, string name, ReferenceLane lane)
        where T : unmanaged
    {
        if ((ulong)index >= (ulong)length) lane.OutOfRange(name, index, length);
        return elements + index;
    }
}
