using System.Buffers;
using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>A read that the driver ends in a callback: holds the destination in its place and tells the task.</summary>
internal sealed unsafe class OpenClRead
{
    private readonly OpenClLibrary _cl;
    private readonly Func<int, Exception> _fault;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MemoryHandle _destination;
    private nint _event;

    /// <param name="cl">The library.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="fault">Makes the exception of a code.</param>
    public OpenClRead(OpenClLibrary cl, Memory<byte> destination, Func<int, Exception> fault)
    {
        (_cl, _fault) = (cl, fault);
        _destination = destination.Pin();
    }

    /// <summary>The first byte of the destination.</summary>
    public byte* Address => (byte*)_destination.Pointer;

    /// <summary>Ends when the destination is filled.</summary>
    public Task Task => _completion.Task;

    /// <summary>Ends the task when <paramref name="command"/> is done, and then gives its event back.</summary>
    /// <returns>Whether the driver will call; else the caller waits, and the task has ended.</returns>
    public bool CompleteOn(nint command)
    {
        _event = command;
        var self = GCHandle.Alloc(this);
        if (_cl.SetEventCallback(command, Cl.Complete, &OnComplete, GCHandle.ToIntPtr(self)) == 0) return true;
        self.Free();
        return false;
    }

    /// <summary>Lets go of the destination when the command could not be queued, or was waited for.</summary>
    public void Abandon()
    {
        _destination.Dispose();
        _completion.TrySetResult();
    }

    [UnmanagedCallersOnly]
    private static void OnComplete(nint command, int status, nint state)
    {
        GCHandle handle = GCHandle.FromIntPtr(state);
        var read = (OpenClRead)handle.Target!;
        handle.Free();
        read._destination.Dispose();
        read._cl.ReleaseEvent(read._event);
        if (status < 0) read._completion.TrySetException(read._fault(status));
        else read._completion.TrySetResult();
    }
}
