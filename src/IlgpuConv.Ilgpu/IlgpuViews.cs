using System.ComponentModel;
using System.Runtime.CompilerServices;
using IlgpuConv.Runtime;

namespace IlgpuConv.Ilgpu;

/// <summary>Views of an argument block as ILGPU's views, for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class IlgpuViews
{
    /// <summary>The view that an argument stands for; nothing is allocated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ArrayView<T> Of<T>(in ViewArgument view)
        where T : unmanaged
    {
        IlgpuBlock block = IlgpuBlock.Of(view.Handle);
        return new ArrayView<T>(block.Buffer, (block.ByteOffset / Unsafe.SizeOf<T>()) + view.Offset, view.Length);
    }
}
