namespace IlgpuConv.Runtime;

/// <summary>The thread of one lane. It runs only while it has the turn, and gives it back at a barrier and at the end.</summary>
internal sealed class ReferenceThread
{
    private const int StackBytes = 1 << 20;

    private readonly ReferenceLaneState _lane;
    private readonly SemaphoreSlim _turn = new(0);
    private readonly SemaphoreSlim _turnEnded = new(0);
    private bool _running;
    private bool _aborted;
    private bool _stopped;

    public ReferenceThread(ReferenceLaneState lane)
    {
        _lane = lane;
        lane.Thread = this;
        new Thread(Loop, StackBytes) { IsBackground = true, Name = $"IlgpuConv reference lane {lane.Lane}" }.Start();
    }

    /// <summary>What went wrong in the lane.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Prepares the lane for a group.</summary>
    public void Begin() => (Fault, _aborted, _running) = (null, false, true);

    /// <summary>Lets the lane run to the next barrier or its end; true when it waits at a barrier.</summary>
    public bool GiveTurn()
    {
        if (!_running) return false;
        _turn.Release();
        _turnEnded.Wait();
        return _running;
    }

    /// <summary>Gives the turn back at a barrier and waits for the next; called on the lane's thread.</summary>
    public void EndTurn()
    {
        _turnEnded.Release();
        _turn.Wait();
        if (_aborted) throw new AbortedException();
    }

    /// <summary>Ends a lane that waits at a barrier.</summary>
    public void Abort()
    {
        _aborted = true;
        GiveTurn();
    }

    /// <summary>Ends the thread.</summary>
    public void Stop()
    {
        _stopped = true;
        _turn.Release();
    }

    private void Loop()
    {
        while (true)
        {
            _turn.Wait();
            if (_stopped) return;
            if (!_aborted) Fault = _lane.Run();
            _running = false;
            _turnEnded.Release();
        }
    }

    /// <summary>Unwinds a lane whose group failed elsewhere.</summary>
    public sealed class AbortedException : Exception;
}
