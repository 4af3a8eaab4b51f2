using System.Runtime.InteropServices;

namespace IlgpuConv.Tensors;

/// <summary>
/// Room for numbers on their way to a device, given back when it is disposed. As arrays the first values of a network's parameters would
/// stay in the process as garbage of the large object heap, a multiple of the parameters themselves.
/// </summary>
internal sealed unsafe class HostScratch<T>(long count) : IDisposable
    where T : unmanaged
{
    private readonly int _count = checked((int)count);
    private T* _memory = (T*)NativeMemory.Alloc(checked((nuint)count), (nuint)sizeof(T));

    ~HostScratch() => Free();

    public Span<T> Span => new(_memory, _count);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
