using System.Diagnostics;

namespace IlgpuConv.Runtime;

/// <summary>One launch as work for the threads: a unit is a group. The launching thread measures what a group costs.</summary>
internal sealed unsafe class CpuLaunch : CpuJob
{
    private CpuProgram _program;
    private byte* _arguments;
    private GroupRange _range;
    private long _measuredTicks;
    private long _measuredGroups;

    /// <summary>Runs the groups of <paramref name="range"/> on all threads and returns the stopwatch ticks of one group.</summary>
    public double Run(CpuWorkers workers, CpuProgram program, byte* arguments, GroupRange range, long smallestChunk, bool alternates)
    {
        lock (workers.Launching)
        {
            _program = program;
            _arguments = arguments;
            _range = range;
            (_measuredTicks, _measuredGroups) = (0, 0);
            workers.Run(this, range.End - range.Start, smallestChunk, alternates);
            return (double)_measuredTicks / Math.Max(_measuredGroups, 1);
        }
    }

    public override void Run(long start, long end, int worker)
    {
        GroupRange range = _range with { Start = _range.Start + start, End = _range.Start + end };
        long began = worker == 0 ? Stopwatch.GetTimestamp() : 0;
        _program.Code(_arguments, &range);
        if (worker != 0) return;
        _measuredTicks += Stopwatch.GetTimestamp() - began;
        _measuredGroups += end - start;
    }
}
