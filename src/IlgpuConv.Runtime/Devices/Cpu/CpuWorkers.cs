using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>Work that <see cref="CpuWorkers"/> divides among its threads.</summary>
internal abstract class CpuJob
{
    /// <summary>Does the units from <paramref name="start"/> to before <paramref name="end"/> as worker <paramref name="worker"/>.</summary>
    public abstract void Run(long start, long end, int worker);
}

/// <summary>
/// A fixed set of threads that share a range of units: each takes chunks of its own part, which shrink towards the end, and then chunks of
/// the others' parts. So a thread meets in the next job what it left in its cache in the last. The launching thread works too. Idle threads
/// look for work for a few microseconds and then block.
/// </summary>
internal sealed class CpuWorkers
{
    private const int SpinMicroseconds = 5;
    private const long Closed = 1L << 32;
    private const long CallerWaits = 1L << 33;
    private const long Participants = Closed - 1;
    private const int Line = 16;

    private static readonly long s_spinTicks = SpinMicroseconds * Stopwatch.Frequency / 1_000_000;

    private readonly Lock _launch = new();
    private readonly Worker[] _workers;
    private readonly SemaphoreSlim _done = new(0);

    /// <summary>The next unit to take of each part, on cache lines of its own.</summary>
    private readonly long[] _next;
    private Counters _shared;
    private CpuJob? _job;
    private Exception? _fault;
    private long _end;
    private int _parts;
    private long _smallestChunk;
    private bool _turns;
    private bool _fromEnd;
    private bool _started;
    private bool _stopped;

    /// <summary>Prepares <paramref name="count"/> workers, of which the launching thread is number 0.</summary>
    public CpuWorkers(int count)
    {
        _workers = new Worker[count - 1];
        for (int i = 0; i < _workers.Length; i++) _workers[i] = new Worker(this, i + 1);
        _next = new long[(count + 1) * Line];
        _shared.State = Closed;
    }

    /// <summary>Threads that work, the launching one included.</summary>
    public int Count => _workers.Length + 1;

    /// <summary>Held while a job runs; also guards what jobs share.</summary>
    public Lock Launching => _launch;

    /// <summary>Does units 0 to before <paramref name="end"/>; the first exception of a worker is thrown here.</summary>
    /// <param name="job">The work.</param>
    /// <param name="end">The number of units.</param>
    /// <param name="smallestChunk">The fewest units that are worth taking at a time.</param>
    /// <param name="alternates">
    /// Whether every other such job takes its chunks from the end of each part: it begins with what the one before read and wrote last. In the same order,
    /// a job a little larger than the caches drops all that it is about to need.
    /// </param>
    /// <param name="inOrder">Whether all threads take from the first unit on, instead of each from its own part: few units may be uneven, the short ones last.</param>
    public void Run(CpuJob job, long end, long smallestChunk, bool alternates = false, bool inOrder = false)
    {
        lock (_launch)
        {
            if (!_started) Start();
            _job = job;
            _end = end;
            _smallestChunk = smallestChunk;
            _fromEnd = alternates && _turns;
            _turns ^= alternates;
            _fault = null;
            int helpers = (int)Math.Min(_workers.Length, (end + smallestChunk - 1) / smallestChunk - 1);
            _parts = inOrder ? 1 : helpers + 1;
            for (int i = 0; i < _parts; i++) Next(i) = Begin(i);
            Volatile.Write(ref _shared.State, 1);
            Interlocked.Increment(ref _shared.Epoch);
            for (int i = 0; i < helpers; i++) _workers[i].Wake();
            Work(0);
            Finish();
            _job = null;
            if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Stop()
    {
        lock (_launch)
        {
            _stopped = true;
            Interlocked.Increment(ref _shared.Epoch);
            foreach (Worker worker in _workers) worker.Wake();
        }
    }

    private void Start()
    {
        foreach (Worker worker in _workers) worker.Start();
        _started = true;
    }

    private void Work(int worker)
    {
        try
        {
            for (int i = 0; i < _parts; i++)
            {
                int part = (worker + i) % _parts;
                while (TryTake(part, out long start, out long end)) Run(part, start, end, worker);
            }
        }
        catch (Exception fault)
        {
            Interlocked.CompareExchange(ref _fault, fault, null);
            for (int i = 0; i < _parts; i++) Interlocked.Exchange(ref Next(i), Begin(i + 1));
        }
    }

    private void Run(int part, long start, long end, int worker)
    {
        long both = Begin(part) + Begin(part + 1);
        if (_fromEnd) (start, end) = (both - end, both - start);
        _job!.Run(start, end, worker);
    }

    private bool TryTake(int part, out long start, out long end)
    {
        ref long place = ref Next(part);
        long last = Begin(part + 1), next = Volatile.Read(ref place);
        while (true)
        {
            long left = last - next;
            start = next;
            end = next + Math.Min(left, Math.Max(_smallestChunk, left / 4));
            if (left <= 0) return false;
            long seen = Interlocked.CompareExchange(ref place, end, next);
            if (seen == next) return true;
            next = seen;
        }
    }

    private ref long Next(int part) => ref _next[(part + 1) * Line];

    private long Begin(int part) => _end / _parts * part + (_end % _parts * part / _parts);

    /// <summary>Closes the job to workers that come late, and waits for those inside.</summary>
    private void Finish()
    {
        Interlocked.Or(ref _shared.State, Closed);
        if ((Interlocked.Decrement(ref _shared.State) & Participants) == 0) return;
        long limit = Stopwatch.GetTimestamp() + s_spinTicks;
        while (Stopwatch.GetTimestamp() < limit)
        {
            if ((Volatile.Read(ref _shared.State) & Participants) == 0) return;
            Thread.SpinWait(8);
        }
        if ((Interlocked.Or(ref _shared.State, CallerWaits) & Participants) != 0) _done.Wait();
    }

    private void Join(int worker)
    {
        long state = Volatile.Read(ref _shared.State);
        while (true)
        {
            if ((state & Closed) != 0) return;
            long seen = Interlocked.CompareExchange(ref _shared.State, state + 1, state);
            if (seen == state) break;
            state = seen;
        }
        Work(worker);
        if (Interlocked.Decrement(ref _shared.State) == (Closed | CallerWaits)) _done.Release();
    }

    /// <summary>What all threads write, each on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        /// <summary>The number of threads inside the job, and the flags <see cref="Closed"/> and <see cref="CallerWaits"/>.</summary>
        [FieldOffset(128)]
        public long State;

        /// <summary>Counts jobs, so that a worker sees a new one.</summary>
        [FieldOffset(256)]
        public long Epoch;
    }

    private sealed class Worker(CpuWorkers owner, int index)
    {
        private readonly SemaphoreSlim _signal = new(0);
        private int _asleep;

        public void Start() => new Thread(Loop) { IsBackground = true, Name = $"IlgpuConv cpu {index}" }.Start();

        public void Wake()
        {
            if (Interlocked.Exchange(ref _asleep, 0) == 1) _signal.Release();
        }

        private void Loop()
        {
            long seen = 0;
            while (true)
            {
                seen = WaitForChange(seen);
                if (Volatile.Read(ref owner._stopped)) return;
                owner.Join(index);
            }
        }

        private long WaitForChange(long seen)
        {
            ref long epoch = ref owner._shared.Epoch;
            long limit = Stopwatch.GetTimestamp() + s_spinTicks;
            while (Stopwatch.GetTimestamp() < limit)
            {
                if (Volatile.Read(ref epoch) != seen) return Volatile.Read(ref epoch);
                Thread.SpinWait(8);
            }
            Interlocked.Exchange(ref _asleep, 1);

            // A job that came before the flag was up did not wake this thread: look once more.
            if (Volatile.Read(ref epoch) == seen || Interlocked.Exchange(ref _asleep, 0) == 0) _signal.Wait();
            return Volatile.Read(ref epoch);
        }
    }
}
