using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime;

/// <summary>What emitted code asks of the caches.</summary>
public static unsafe class CacheLine
{
    /// <summary>Begins to bring the line of an address near; any address may be given. Does nothing where .NET has no such instruction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
