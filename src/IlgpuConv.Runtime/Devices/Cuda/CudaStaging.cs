namespace IlgpuConv.Runtime;

/// <summary>A page-locked block that copies pass through, and the event after which it is free again.</summary>
internal sealed unsafe class CudaStaging
{
    private readonly CudaLibrary _cuda;
    private readonly MemoryPool _locked;
    private readonly nint _event;
    private readonly int _bytes;

    public CudaStaging(CudaLibrary cuda, CudaContext context, MemoryPool locked, int bytes)
    {
        (_cuda, _locked, _bytes) = (cuda, locked, bytes);
        nint created;
        context.Check(cuda.EventCreate(&created, Cu.EventDisableTiming), "cuEventCreate");
        _event = created;
        try
        {
            Address = (byte*)locked.Rent(bytes);
        }
        catch
        {
            cuda.EventDestroy(_event);
            throw;
        }
    }

    public byte* Address { get; }

    /// <summary>Waits until the last copy through the block is done; gives the driver's code.</summary>
    public int Wait() => _cuda.EventSynchronize(_event);

    /// <summary>Marks the end of what was queued; gives the driver's code.</summary>
    public int Record(nint stream) => _cuda.EventRecord(_event, stream);

    /// <summary>Gives everything back, once nothing is queued any more.</summary>
    public void Release()
    {
        _cuda.EventDestroy(_event);
        _locked.Return((nint)Address, _bytes);
    }
}
