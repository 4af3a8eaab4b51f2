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

    /// <summary>Runs the groups of <paramref name="range"/> on all threads, so many of both programs in turns, and returns the stopwatch ticks of one group.</summary>
    public double Run(CpuWorkers workers, CpuProgram first, byte* firstArguments, CpuProgram then, byte* thenArguments, GroupRange range, long step)
    {
        lock (workers.Launching)
        {
            (_first, _then, _range, _step) = (first, then, range, step);
            _firstArguments = firstArguments;
            _thenArguments = thenArguments;
            (_measuredTicks, _measuredGroups) = (0, 0);
            workers.Run(this, range.End - range.Start, step);
            return Math.Max(_measuredTicks, 1) / (double)Math.Max(_measuredGroups, 1);
        }
    }

    /// <summary>The same on this thread alone, beside whatever else runs.</summary>
    public static double RunAlone(CpuProgram first, byte* firstArguments, CpuProgram then, byte* thenArguments, GroupRange range, long step)
    {
        long began = Stopwatch.GetTimestamp();
        Parts(first, firstArguments, then, thenArguments, range, step);
        return Math.Max(Stopwatch.GetTimestamp() - began, 1) / (double)(range.End - range.Start);
    }

    public override void Run(long start, long end, int worker)
    {
        long began = worker == 0 ? Stopwatch.GetTimestamp() : 0;
        Parts(_first, _firstArguments, _then, _thenArguments, _range with { Start = _range.Start + start, End = _range.Start + end }, _step);
        if (worker != 0) return;
        _measuredTicks += Stopwatch.GetTimestamp() - began;
        _measuredGroups += end - start;
    }

    private static void Parts(CpuProgram first, byte* firstArguments, CpuProgram then, byte* thenArguments, GroupRange range, long step)
    {
        for (long at = range.Start; at < range.End; at += step)
        {
            GroupRange part = range with { Start = at, End = Math.Min(at + step, range.End) };
            first.Code(firstArguments, &part);
            then.Code(thenArguments, &part);
        }
    }
}
