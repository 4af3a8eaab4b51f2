using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>
/// The primary context of a device, which other libraries in the process share. It is given back when the device and every block of its
/// memory have gone, in whatever order.
/// </summary>
internal sealed unsafe class CudaContext
{
    private readonly CudaLibrary _cuda;
    private readonly CudaDeviceInfo _info;
    private readonly nint _context;
    private int _uses = 1;

    /// <exception cref="CudaException">The driver gives no context.</exception>
    public CudaContext(CudaDeviceInfo info)
    {
        (_info, _cuda) = (info, info.Library);
        nint context;
        Check(_cuda.DevicePrimaryCtxRetain(&context, info.Device), "cuDevicePrimaryCtxRetain");
        _context = context;
    }

    /// <summary>The driver's context, a <c>CUcontext</c>.</summary>
    public nint Handle => _context;

    /// <summary>Makes the context that of this thread, until the result is disposed.</summary>
    public Scope Enter()
    {
        Check(_cuda.CtxPushCurrent(_context), "cuCtxPushCurrent");
        return new Scope(_cuda);
    }

    /// <summary>Allocates memory, which keeps the context.</summary>
    /// <exception cref="OutOfMemoryException">The device has no more.</exception>
    public nint Allocate(long bytes)
    {
        using Scope scope = Enter();
        nint memory;
        int code = _cuda.MemAlloc(&memory, (nuint)bytes);
        if (code == Cu.OutOfMemory) throw new OutOfMemoryException($"{CudaErrors.Text(code)} from cuMemAlloc");
        Check(code, "cuMemAlloc");
        Interlocked.Increment(ref _uses);
        return memory;
    }

    /// <summary>Gives memory back; after a kernel that failed the driver takes none, and everything goes with the process.</summary>
    public void Free(nint memory)
    {
        if (_cuda.CtxPushCurrent(_context) == 0)
        {
            _cuda.MemFree(memory);
            Pop(_cuda);
        }
        Leave();
    }

    /// <summary>Allocates page-locked memory of the process.</summary>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public nint AllocateLocked(long bytes)
    {
        using Scope scope = Enter();
        nint memory;
        int code = _cuda.MemHostAlloc(&memory, (nuint)bytes, 0);
        if (code == Cu.OutOfMemory) throw new OutOfMemoryException($"{CudaErrors.Text(code)} from cuMemHostAlloc");
        Check(code, "cuMemHostAlloc");
        Interlocked.Increment(ref _uses);
        return memory;
    }

    /// <summary>Gives page-locked memory back.</summary>
    public void FreeLocked(nint memory)
    {
        if (_cuda.CtxPushCurrent(_context) == 0)
        {
            _cuda.MemFreeHost(memory);
            Pop(_cuda);
        }
        Leave();
    }

    /// <summary>Lets go of the context for its device, or for a block of memory.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _uses) == 0) _cuda.DevicePrimaryCtxRelease(_info.Device);
    }

    /// <summary>Throws what a code of the driver means.</summary>
    public void Check(int code, string call)
    {
        if (code != 0) throw Fault(code, call);
    }

    /// <summary>The exception of a code.</summary>
    public Exception Fault(int code, string call)
    {
        string got = $"Got {CudaErrors.Text(code)} from {call} on {_info.Id} ({_info.Name}).";
        return CudaErrors.IsKernelFault(code)
            ? new KernelFaultException($"[cuda] a kernel must stay within its views and arrays. {got} The device runs nothing more in this process.", new CudaException(got, code))
            : new CudaException($"[cuda] a call to the driver must succeed. {got}", code);
    }

    private static void Pop(CudaLibrary cuda)
    {
        nint context;
        cuda.CtxPopCurrent(&context);
    }

    /// <summary>The time in which the context is that of the thread.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly ref struct Scope(CudaLibrary cuda)
    {
        public void Dispose() => Pop(cuda);
    }
}
