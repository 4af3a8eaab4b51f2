using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>A read that the driver ends in a callback: the bytes come to a page-locked block, and from there to the destination.</summary>
internal sealed unsafe class CudaRead
{
    private readonly MemoryPool _locked;
    private readonly Memory<byte> _destination;
    private readonly Func<int, Exception> _fault;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _code;

    /// <param name="locked">Page-locked memory.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="fault">Makes the exception of a code.</param>
    public CudaRead(MemoryPool locked, Memory<byte> destination, Func<int, Exception> fault)
    {
        (_locked, _destination, _fault) = (locked, destination, fault);
        Block = locked.Rent(destination.Length);
    }

    /// <summary>The page-locked block.</summary>
    public nint Block { get; }

    /// <summary>Ends when the destination is filled.</summary>
    public Task Task => _completion.Task;

    /// <summary>Ends the task when the stream comes here; gives the driver's code.</summary>
    public int CompleteOn(CudaLibrary cuda, nint stream)
    {
        var self = GCHandle.Alloc(this);
        int code = cuda.StreamAddCallback(stream, &OnComplete, GCHandle.ToIntPtr(self), 0);
        if (code != 0) self.Free();
        return code;
    }

    /// <summary>Gives the block back when the copy could not be queued.</summary>
    public void Abandon() => _locked.Return(Block, _destination.Length);

    // The driver's thread may call nothing of the driver: the rest is done by another.
    [UnmanagedCallersOnly]
    private static void OnComplete(nint stream, int code, nint state)
    {
        GCHandle handle = GCHandle.FromIntPtr(state);
        var read = (CudaRead)handle.Target!;
        handle.Free();
        read._code = code;
        ThreadPool.UnsafeQueueUserWorkItem(static read => read.End(), read, preferLocal: false);
    }

    private void End()
    {
        if (_code == 0) new ReadOnlySpan<byte>((void*)Block, _destination.Length).CopyTo(_destination.Span);
        _locked.Return(Block, _destination.Length);
        if (_code == 0) _completion.TrySetResult();
        else _completion.TrySetException(_fault(_code));
    }
}
