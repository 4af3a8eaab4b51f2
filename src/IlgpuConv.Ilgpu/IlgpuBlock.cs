using System.Runtime.InteropServices;
using ILGPU.Runtime;

namespace IlgpuConv.Ilgpu;

/// <summary>
/// Memory of ILGPU from a byte on. Its handle is a <see cref="GCHandle"/> to this object: what an argument block holds for a view.
/// </summary>
internal sealed class IlgpuBlock(MemoryBuffer buffer, long byteOffset)
{
    public readonly MemoryBuffer Buffer = buffer;

    public readonly long ByteOffset = byteOffset;

    /// <summary>The block that a handle names.</summary>
    public static IlgpuBlock Of(nint handle) => (IlgpuBlock)GCHandle.FromIntPtr(handle).Target!;

    /// <summary>A handle that keeps the block until it is freed.</summary>
    public static nint Handle(MemoryBuffer buffer, long byteOffset) => GCHandle.ToIntPtr(GCHandle.Alloc(new IlgpuBlock(buffer, byteOffset)));

    /// <summary>Gives up a handle; the memory stays.</summary>
    public static IlgpuBlock Free(nint handle)
    {
        GCHandle kept = GCHandle.FromIntPtr(handle);
        var block = (IlgpuBlock)kept.Target!;
        kept.Free();
        return block;
    }
}
