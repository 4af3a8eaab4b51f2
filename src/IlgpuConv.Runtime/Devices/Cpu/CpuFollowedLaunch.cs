using System.Diagnostics;

namespace IlgpuConv.Runtime;

/// <summary>
/// Two launches over one grid as work for the threads: some groups of the first, then the same of the second, which finds what they made in the cache.
/// </summary>
internal sealed unsafe class CpuFollowedLaunch : CpuJob
{
    private CpuProgram _first, _then;
    private byte* _firstArguments, _thenArguments;
    private GroupRange _range;
    private long _step;
    private long _measuredTicks;
    private long _measuredGroups;

    /// <summary>Runs the groups of <paramref name="range"/>, so many of both programs in turns, and returns the stopwatch ticks of one group.</summary>
    public double Run(CpuWorkers workers, bool alone, CpuProgram first, byte* firstArguments, CpuProgram then, byte* thenArguments, GroupRange range, long step)
    {
        lock (workers.Launching)
        {
            (_first, _then, _range, _step) = (first, then, range, step);
            _firstArguments = firstArguments;
            _thenArguments = thenArguments;
            (_measuredTicks, _measuredGroups) = (0, 0);
            if (alone) Run(0, range.End - range.Start, 0);
            else workers.Run(this, range.End - range.Start, step);
            return Math.Max(_measuredTicks, 1) / (double)Math.Max(_measuredGroups, 1);
        }
    }

    public override void Run(long start, long end, int worker)
    {
        long began = worker == 0 ? Stopwatch.GetTimestamp() : 0;
        for (long at = start; at < end; at += _step)
        {
            GroupRange part = _range with { Start = _range.Start + at, End = _range.Start + Math.Min(at + _step, end) };
            _first.Code(_firstArguments, &part);
            _then.Code(_thenArguments, &part);
        }
        if (worker != 0) return;
        _measuredTicks += Stopwatch.GetTimestamp() - began;
        _measuredGroups += end - start;
    }
}
