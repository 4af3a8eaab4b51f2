using System.Runtime.InteropServices;

namespace IlgpuConv.Kernels;

/// <summary>
/// Runs a kernel method as the plain C# that it is, one thread a lane. It is slow, and it is the oracle for the compiler: no step of
/// the compiler lies between the text and the result.
/// </summary>
public sealed unsafe class PlainRun
{
    [ThreadStatic]
    private static PlainRun? s_current;

    private readonly GroupState _group;
    private readonly List<nint> _local = [];
    private int _sharedSlot;

    private PlainRun(GroupState group, int lane)
    {
        _group = group;
        Lane = lane;
    }

    internal static PlainRun Current =>
        s_current ?? throw new InvalidOperationException("[kernel] a kernel method runs on a device or inside PlainRun.Launch. Got a direct call.");

    internal int GridX => _group.X;
    internal int GridY => _group.Y;
    internal int GridZ => _group.Z;
    internal int GridDimX => _group.DimX;
    internal int GridDimY => _group.DimY;
    internal int GridDimZ => _group.DimZ;
    internal int LaneCount => _group.LaneCount;
    internal int Lane { get; }

    /// <summary>Runs <paramref name="kernel"/> for every lane of every group of the grid, groups in order.</summary>
    /// <param name="gridX">Groups along x.</param>
    /// <param name="gridY">Groups along y.</param>
    /// <param name="gridZ">Groups along z.</param>
    /// <param name="laneCount">Lanes of a group, 1 or more.</param>
    /// <param name="kernel">A call of the kernel method with its arguments.</param>
    public static void Launch(int gridX, int gridY, int gridZ, int laneCount, Action kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentOutOfRangeException.ThrowIfLessThan(laneCount, 1);
        for (int z = 0; z < gridZ; z++)
            for (int y = 0; y < gridY; y++)
                for (int x = 0; x < gridX; x++)
                    new GroupState(x, y, z, gridX, gridY, gridZ, laneCount).Run(kernel);
    }

    internal void Barrier() => _group.Barrier();

    internal ArrayView<T> Shared<T>(int length)
        where T : unmanaged => new((T*)_group.Shared(_sharedSlot++, length * sizeof(T)), length);

    internal ArrayView<T> Local<T>(int length)
        where T : unmanaged
    {
        nint memory = (nint)NativeMemory.AllocZeroed((nuint)(length * sizeof(T)));
        _local.Add(memory);
        return new((T*)memory, length);
    }

    private sealed class GroupState(int x, int y, int z, int dimX, int dimY, int dimZ, int laneCount)
    {
        private readonly Barrier _barrier = new(laneCount);
        private readonly List<nint> _shared = [];
        private Exception? _fault;

        public int X { get; } = x;
        public int Y { get; } = y;
        public int Z { get; } = z;
        public int DimX { get; } = dimX;
        public int DimY { get; } = dimY;
        public int DimZ { get; } = dimZ;
        public int LaneCount { get; } = laneCount;

        public void Run(Action kernel)
        {
            if (LaneCount == 1)
            {
                RunLane(kernel, 0);
            }
            else
            {
                var threads = new Thread[LaneCount];
                for (int i = 0; i < LaneCount; i++)
                {
                    int lane = i;
                    threads[i] = new Thread(() => RunLane(kernel, lane), maxStackSize: 256 * 1024);
                    threads[i].Start();
                }
                foreach (Thread thread in threads) thread.Join();
            }
            foreach (nint memory in _shared) NativeMemory.Free((void*)memory);
            _barrier.Dispose();
            if (_fault is { } fault) throw new InvalidOperationException($"[kernel] a lane failed: {fault.Message}", fault);
        }

        public void Barrier()
        {
            if (LaneCount > 1) _barrier.SignalAndWait();
        }

        public nint Shared(int slot, int bytes)
        {
            lock (_shared)
            {
                if (slot == _shared.Count) _shared.Add((nint)NativeMemory.AllocZeroed((nuint)bytes));
                return _shared[slot];
            }
        }

        private void RunLane(Action kernel, int lane)
        {
            var run = new PlainRun(this, lane);
            s_current = run;
            try
            {
                kernel();
            }
            catch (Exception fault)
            {
                _fault ??= fault;
            }
            finally
            {
                if (LaneCount > 1) _barrier.RemoveParticipant();
                foreach (nint memory in run._local) NativeMemory.Free((void*)memory);
                s_current = null;
            }
        }
    }
}
