using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>The views in an argument block.</summary>
internal static class RecordedArguments
{
    /// <summary>The buffers of a launch; a chain's workspace is the device's own and none of them.</summary>
    public static List<BufferUse> Uses(Kernel kernel, ReadOnlySpan<byte> block)
    {
        var uses = new List<BufferUse>();
        int view = 0;
        foreach (KernelParameter parameter in kernel.Parameters)
        {
            if (parameter.View is null) continue;
            bool isWritten = (kernel.Code.WrittenViews >> Math.Min(view++, 63) & 1) != 0;
            if (!parameter.IsWorkspace) uses.Add(new(MemoryMarshal.Read<ViewArgument>(block[parameter.ByteOffset..]).Handle, isWritten));
        }
        return uses;
    }

    /// <summary>A copy of the block whose views lie in real memory.</summary>
    public static byte[] On(Kernel kernel, ReadOnlySpan<byte> block, Func<nint, BufferPlace?> place)
    {
        byte[] copy = block.ToArray();
        foreach (KernelParameter parameter in kernel.Parameters)
        {
            if (parameter.View is not { } type || parameter.IsWorkspace) continue;
            Span<byte> at = copy.AsSpan(parameter.ByteOffset);
            ViewArgument view = MemoryMarshal.Read<ViewArgument>(at);
            if (place(view.Handle) is { } real)
                MemoryMarshal.Write(at, new ViewArgument(real.Buffer.Handle, view.Offset + real.ByteOffset / type.Size(), view.Length));
        }
        return copy;
    }

    /// <summary>The kernel's method.</summary>
    public static string ShortName(Kernel kernel) => kernel.Name[(kernel.Name.LastIndexOf('.') + 1)..];
}
