namespace IlgpuConv.Runtime.Tests;

/// <summary>Jobs that alternate begin at either end of their parts in turn, and still do every unit once.</summary>
public sealed class WorkerOrderTests
{
    [Fact]
    public void Every_other_job_that_alternates_begins_where_the_one_before_ended()
    {
        var workers = new CpuWorkers(1);
        var job = new Chunks();
        foreach ((bool alternates, bool fromEnd) in new[] { (true, false), (true, true), (false, false), (true, false), (true, true) })
        {
            job.Taken.Clear();
            workers.Run(job, 1000, 7, alternates);
            (long Start, long End)[] taken = [.. job.Taken];
            Assert.True(taken.Length > 1);
            Assert.Equal(fromEnd ? 1000 : 0, fromEnd ? taken[0].End : taken[0].Start);
            if (fromEnd) Array.Reverse(taken);
            for (int i = 0; i < taken.Length; i++) Assert.Equal(i == 0 ? 0 : taken[i - 1].End, taken[i].Start);
            Assert.Equal(1000, taken[^1].End);
        }
        workers.Stop();
    }

    [Theory]
    [InlineData(true, new long[] { 1, 2, 3 })]
    [InlineData(false, new long[] { 2, 3, 1 })]
    public void A_thread_takes_the_next_unit_of_all_or_begins_with_its_own_part(bool inOrder, long[] expected)
    {
        var workers = new CpuWorkers(2);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            var job = new FirstWaits(4);
            workers.Run(job, 4, 1, inOrder: inOrder);
            Assert.Equal(expected, job.Others);
        }
        workers.Stop();
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 999)]
    [InlineData(3, 1000)]
    [InlineData(5, 17)]
    public void Units_are_done_once_from_either_end(int count, int units)
    {
        var workers = new CpuWorkers(count);
        var job = new Units(units);
        for (int repeat = 1; repeat <= 50; repeat++)
        {
            workers.Run(job, units, 2, alternates: true);
            Assert.All(job.Done, done => Assert.Equal(repeat, done));
        }
        workers.Stop();
    }

    private sealed class Chunks : CpuJob
    {
        public List<(long Start, long End)> Taken { get; } = [];

        public override void Run(long start, long end, int worker) => Taken.Add((start, end));
    }

    /// <summary>Whoever has unit 0 waits until the other thread has done all others.</summary>
    private sealed class FirstWaits(int count) : CpuJob
    {
        public List<long> Others { get; } = [];

        public override void Run(long start, long end, int worker)
        {
            if (start == 0) SpinWait.SpinUntil(() => { lock (Others) return Others.Count == count - 1; });
            for (long i = Math.Max(start, 1); i < end; i++) lock (Others) Others.Add(i);
        }
    }

    private sealed class Units(int count) : CpuJob
    {
        public int[] Done { get; } = new int[count];

        public override void Run(long start, long end, int worker)
        {
            for (long i = start; i < end; i++) Interlocked.Increment(ref Done[i]);
        }
    }
}
