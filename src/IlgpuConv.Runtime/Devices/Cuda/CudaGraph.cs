namespace IlgpuConv.Runtime;

/// <summary>A recorded sequence of launches, fills and copies, which runs with one call.</summary>
public sealed class CudaGraph : IDisposable
{
    private readonly CudaDevice _device;
    private readonly List<(nint Memory, long Bytes)> _kept;
    private nint _graph;

    internal CudaGraph(CudaDevice device, nint graph, List<(nint Memory, long Bytes)> kept)
    {
        (_device, _graph, _kept) = (device, graph, kept);
    }

    /// <summary>Gives a forgotten sequence back to the driver.</summary>
    ~CudaGraph() => Release();

    /// <summary>Queues the sequence: it runs after everything queued before.</summary>
    /// <exception cref="ObjectDisposedException">The sequence or its device was disposed.</exception>
    public void Launch()
    {
        ObjectDisposedException.ThrowIf(_graph == 0, this);
        _device.Launch(_graph);
        GC.KeepAlive(this);
    }

    /// <summary>Ends the sequence; what is queued of it still runs.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        nint graph = Interlocked.Exchange(ref _graph, 0);
        if (graph != 0) _device.Release(graph, _kept);
    }
}
