using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>
/// Blocks of this process's memory that begin at different places of their page. A processor compares the addresses of reads with those of
/// stores on their way by the last 12 bits first, and large blocks all begin at the same place of a page: a kernel that reads a position of
/// one tensor and writes the same of another would wait for stores it has nothing to do with (depthwise convolution took 1.4 times as long).
/// </summary>
internal sealed unsafe class HostMemory
{
    private const int Line = 64;
    private const int Page = 4096;

    /// <summary>
    /// From one block's place to the next one's. 29 and the 64 lines of a page have no common divisor, so every line has its turn, and of eleven blocks
    /// no two begin within a line of each other in their half of a page, which tensors of 512 channels repeat (with 21 lines a block and the third after it did).
    /// </summary>
    internal const int Step = 29 * Line;

    /// <summary>
    /// From where a kernel reads to where it writes. Reads of the next positions are far from the stores of the last ones whether positions repeat after 8, 16, 32 or 64
    /// lines (5, 13, 13 and 45 lines behind); 29 lines, three short of half a page, cost tensors of 512 channels an eighth.
    /// </summary>
    internal const int Behind = 45 * Line;

    private int _place;

    /// <summary>A block on the boundary of a cache line, of which at least <paramref name="bytes"/> bytes may be used.</summary>
    public nint Allocate(long bytes)
    {
        long spare = Line + (bytes < Page ? 0 : Page);
        nint start = (nint)NativeMemory.AlignedAlloc(checked((nuint)(bytes + spare)), Line), block = start + Line;
        if (bytes >= Page)
        {
            _place = (_place + Step) & (Page - 1);
            block += (_place - block) & (Page - 1);
        }
        ((nint*)block)[-1] = start;
        return block;
    }

    /// <summary>
    /// The same block, of at least <paramref name="bytes"/> bytes, begun anew <see cref="Behind"/> the place that <paramref name="other"/> has in its page. What a kernel
    /// writes while it reads <paramref name="other"/> then meets no read of the next positions; at places of its own one tensor of eight with 128 channels did.
    /// </summary>
    public static nint Apart(nint block, long bytes, nint other)
    {
        if (bytes < Page) return block;
        nint start = ((nint*)block)[-1], first = start + Line;
        block = first + ((other + Behind - first) & (Page - Line));
        ((nint*)block)[-1] = start;
        return block;
    }

    /// <summary>Frees what <see cref="Allocate"/> returned.</summary>
    public static void Free(nint block) => NativeMemory.AlignedFree((void*)((nint*)block)[-1]);
}
