using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>
/// The lanes of the running group. Without barriers they run one after the other; with barriers each has a thread, and they take turns:
/// one runs until it comes to the barrier, then the next, so that every run is the same.
/// </summary>
internal sealed unsafe class ReferenceGroup
{
    /// <summary>What memory holds that no lane has written: every float of such bytes is NaN.</summary>
    public const byte Unwritten = 0xFF;

    private readonly ReferenceLaneState[] _lanes;
    private readonly List<(nint Memory, int Bytes, bool IsFresh)> _shared = [];
    private ReferenceThread[]? _threads;

    public ReferenceGroup(int laneCount)
    {
        _lanes = new ReferenceLaneState[laneCount];
        for (int i = 0; i < laneCount; i++) _lanes[i] = new ReferenceLaneState(this) { Lane = i, LaneCount = laneCount };
    }

    public int LaneCount => _lanes.Length;

    public Kernel Kernel { get; private set; } = null!;

    public byte* Arguments { get; private set; }

    public void Run(Kernel kernel, byte* arguments, (int X, int Y, int Z) index, (int X, int Y, int Z) dim)
    {
        Kernel = kernel;
        Arguments = arguments;
        for (int i = 0; i < _shared.Count; i++) _shared[i] = _shared[i] with { IsFresh = true };
        foreach (ReferenceLaneState lane in _lanes)
        {
            (lane.GridX, lane.GridY, lane.GridZ) = index;
            (lane.GridDimX, lane.GridDimY, lane.GridDimZ) = dim;
        }
        if (kernel.UsesBarrier && LaneCount > 1)
        {
            RunInTurns();
        }
        else
        {
            foreach (ReferenceLaneState lane in _lanes)
                if (lane.Run() is { } fault) ExceptionDispatchInfo.Throw(fault);
        }
    }

    public byte* Shared(int slot, int bytes)
    {
        while (_shared.Count <= slot) _shared.Add((0, 0, true));
        (nint memory, int size, bool isFresh) = _shared[slot];
        if (size < bytes)
        {
            NativeMemory.AlignedFree((void*)memory);
            memory = (nint)NativeMemory.AlignedAlloc((nuint)bytes, 64);
            (size, isFresh) = (bytes, true);
        }
        if (isFresh) new Span<byte>((void*)memory, size).Fill(Unwritten);
        _shared[slot] = (memory, size, false);
        return (byte*)memory;
    }

    public void Close()
    {
        if (_threads is { } threads)
            foreach (ReferenceThread thread in threads) thread.Stop();
        foreach ((nint memory, _, _) in _shared) NativeMemory.AlignedFree((void*)memory);
        _shared.Clear();
    }

    private void RunInTurns()
    {
        _threads ??= Array.ConvertAll(_lanes, lane => new ReferenceThread(lane));
        foreach (ReferenceThread thread in _threads) thread.Begin();
        Exception? fault = null;
        int waiting;
        do
        {
            waiting = 0;
            foreach (ReferenceThread thread in _threads)
            {
                if (fault is null && thread.GiveTurn()) waiting++;
                fault ??= thread.Fault;
            }
            if (fault is null && waiting > 0 && waiting < LaneCount) fault = Diverged(waiting);
        }
        while (fault is null && waiting > 0);
        if (fault is null) return;
        foreach (ReferenceThread thread in _threads) thread.Abort();
        ExceptionDispatchInfo.Throw(fault);
    }

    private KernelFaultException Diverged(int waiting) => new(
        $"[kernel] every lane of a group must come to the same barrier. Got {waiting} of {LaneCount} lanes at a barrier in {Kernel.Name}, " +
        $"group ({_lanes[0].GridX}, {_lanes[0].GridY}, {_lanes[0].GridZ}).");
}
