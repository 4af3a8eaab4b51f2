namespace IlgpuConv.Runtime;

/// <content>Sequences of launches that are recorded once and launched at once.</content>
public sealed unsafe partial class CudaDevice
{
    /// <summary>What was given back during a capture: the sequence still uses it whenever it runs.</summary>
    private List<(nint Memory, long Bytes)>? _captured;

    /// <summary>Whether this thread captures: nobody else holds the lock then.</summary>
    private bool IsCapturing => _queueing.IsHeldByCurrentThread && _captured is not null;

    /// <summary>
    /// Records the launches, fills and copies between buffers of <paramref name="work"/>, and runs none of them: <see cref="CudaGraph.Launch"/>
    /// runs them all with one call, on the same buffers and the same values of every argument. A buffer that <paramref name="work"/> makes
    /// and disposes lives as long as the result; every other buffer has to be kept by the caller.
    /// </summary>
    /// <exception cref="InvalidOperationException">The work reads, writes, waits, or captures.</exception>
    /// <exception cref="CudaException">The driver cannot record it.</exception>
    public CudaGraph Capture(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        CheckOpen();
        CheckNotCaptured("Capture");
        using CudaContext.Scope scope = _context.Enter();
        lock (_queueing)
        {
            CheckOpen();
            List<(nint Memory, long Bytes)> kept = _captured = [];
            nint graph = 0, ready = 0;
            try
            {
                Check(_cuda.StreamBeginCapture(_stream, Cu.CaptureRelaxed), "cuStreamBeginCapture");
                int ended;
                try
                {
                    work();
                }
                finally
                {
                    ended = _cuda.StreamEndCapture(_stream, &graph);
                }
                Check(ended, "cuStreamEndCapture");
                Check(_cuda.GraphInstantiate(&ready, graph, 0), "cuGraphInstantiateWithFlags");
                return new CudaGraph(this, ready, kept);
            }
            catch
            {
                foreach ((nint memory, long bytes) in kept) Memory.Return(memory, bytes);
                throw;
            }
            finally
            {
                if (graph != 0) _cuda.GraphDestroy(graph);
                _captured = null;
            }
        }
    }

    /// <summary>Queues a recorded sequence.</summary>
    internal void Launch(nint graph)
    {
        CheckOpen();
        CheckNotCaptured("Launch of a captured sequence");
        using CudaContext.Scope scope = _context.Enter();
        lock (_queueing)
        {
            CheckOpen();
            Check(_cuda.GraphLaunch(graph, _stream), "cuGraphLaunch");
        }
    }

    /// <summary>Ends a recorded sequence.</summary>
    internal void Release(nint graph, List<(nint Memory, long Bytes)> kept)
    {
        if (_cuda.CtxPushCurrent(_context.Handle) == 0)
        {
            _cuda.GraphExecDestroy(graph);
            nint context;
            _cuda.CtxPopCurrent(&context);
        }
        foreach ((nint memory, long bytes) in kept) Memory.Return(memory, bytes);
    }

    /// <inheritdoc/>
    internal override void GiveBack(nint memory, long bytes)
    {
        if (IsCapturing) _captured!.Add((memory, bytes));
        else base.GiveBack(memory, bytes);
    }

    private void CheckNotCaptured(string what)
    {
        if (IsCapturing)
            throw new InvalidOperationException($"[cuda] a captured sequence holds launches, fills and copies between buffers of the device. Got {what} on {Id}.");
    }
}
