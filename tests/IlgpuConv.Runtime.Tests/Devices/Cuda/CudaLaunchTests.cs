using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Launches on a CUDA device over the driver of the tests: every group of every grid once, chains, overlapping views, no allocation.</summary>
public sealed class CudaLaunchTests
{
    private const ElementType I32 = ElementType.Int32;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(37, 3, 5)]
    [InlineData(1000, 1, 1)]
    [InlineData(1, 65_537, 1)]
    [InlineData(1, 2, 65_538)]
    [InlineData(0, 3, 3)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 3, 0)]
    public void Every_lane_of_every_group_runs_once(int lanes, int y, int z)
    {
        using CudaDevice device = FakeCuda.Open();
        using DeviceBuffer counters = device.Allocate(((long)lanes * y * z * 4) + 40);
        counters.View(I32).Fill(0);
        BufferView view = counters.View(I32, 7, (long)lanes * y * z);
        for (int repeat = 0; repeat < 2; repeat++) CudaKernelsLaunch.Count(device, new(lanes, y, z), view, lanes);
        int[] all = counters.View(I32).ToArray<int>();
        Assert.All(all[7..^3], count => Assert.Equal(2, count));
        Assert.All([.. all[..7], .. all[^3..]], count => Assert.Equal(0, count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    public void A_later_stage_reads_what_an_earlier_one_left_in_the_workspace(int blocks)
    {
        const int Rows = 3, Length = 37;
        using CudaDevice device = FakeCuda.Open();
        using DeviceBuffer output = device.Allocate(blocks * Rows * Length * 4);
        BufferView view = output.View(I32);
        view.Fill(-1);
        for (int repeat = 0; repeat < 2; repeat++) device.LaunchChain(blocks, Rows * Length * 4, CudaKernels.Stages(device, view, Rows, Length));
        Assert.Equal(Enumerable.Range(0, blocks * Rows * Length).Select(i => 2 * (i + 1000)), view.ToArray<int>());
    }

    [Fact]
    public void Blocks_with_a_large_workspace_run_in_slabs()
    {
        const int Blocks = 5, Length = 100;
        using CudaDevice device = FakeCuda.Open();
        using DeviceBuffer output = device.Allocate(Blocks * Length * 4);
        BufferView view = output.View(I32);
        // 50 MiB a block: two at a time.
        device.LaunchChain(Blocks, 50 << 20, CudaKernels.Stages(device, view, 1, Length));
        Assert.Equal(Enumerable.Range(0, Blocks * Length).Select(i => 2 * (i + 1000)), view.ToArray<int>());
        Assert.InRange(device.Memory.Peak, 100L << 20, 130L << 20);
    }

    [Fact]
    public void The_read_only_cache_is_kept_from_a_buffer_that_is_written()
    {
        var machine = new FakeMachine();
        using CudaDevice device = FakeCuda.Open(machine: machine);
        using DeviceBuffer a = device.Allocate(400), b = device.Allocate(400);
        a.View(ElementType.Float32).Fill(1f);
        CudaKernelsLaunch.AddOne(device, new(100), a.View(ElementType.Float32), b.View(ElementType.Float32), 100);
        CudaKernelsLaunch.AddOne(device, new(100), b.View(ElementType.Float32), b.View(ElementType.Float32), 100);
        CudaKernelsLaunch.AddOne(device, new(50), b.View(ElementType.Float32, 50, 50), b.View(ElementType.Float32, 0, 50), 50);
        CudaKernelsLaunch.AddOne(device, new(100), a.View(ElementType.Float32), b.View(ElementType.Float32), 100);
        Assert.Equal(["AddOne nc", "AddOne", "AddOne", "AddOne nc"], machine.Launched);
        Assert.All(b.View(ElementType.Float32).ToArray<float>(), value => Assert.Equal(2, value));
    }

    [Fact]
    public void A_kernel_is_compiled_once()
    {
        var machine = new FakeMachine();
        using CudaDevice device = FakeCuda.Open(machine: machine);
        using DeviceBuffer counters = device.Allocate(40);
        counters.View(I32).Fill(0);
        for (int i = 0; i < 5; i++) CudaKernelsLaunch.Count(device, new(10), counters.View(I32), 10);
        Assert.Equal(1, machine.Calls["cuModuleLoadDataEx"]);
    }

    [Fact]
    public void The_size_of_a_group_comes_from_what_a_multiprocessor_takes()
    {
        using CudaDevice usual = FakeCuda.Open(), asked = FakeCuda.Open(7);
        Assert.Equal((64, 7), (usual.GroupSize(CudaKernelsLaunch.CountKernel(I32)), asked.GroupSize(CudaKernelsLaunch.CountKernel(I32))));
        Assert.Equal((DeviceKind.Gpu, 64, 4, true, false), (usual.Capabilities.Kind, usual.Capabilities.Lanes, usual.Capabilities.Threads, usual.Capabilities.SupportsDouble, usual.Capabilities.UsesHostMemory));
        Assert.Equal("Paper GPU, compute capability 9.0, driver for CUDA 12.4, groups of 64 lanes", usual.Name);
        Assert.StartsWith(
            "[device] the lanes of a group must be 1 to 1024 on cuda:0. Got 1025.",
            Assert.Throws<ArgumentOutOfRangeException>(() => FakeCuda.Open(1025)).Message);
    }

    [Fact]
    public void A_launch_and_a_chain_allocate_nothing()
    {
        var machine = new FakeMachine();
        using CudaDevice device = FakeCuda.Open(machine: machine);
        using DeviceBuffer counters = device.Allocate(4000);
        BufferView view = counters.View(I32);
        view.Fill(0);
        ChainStage[] stages = CudaKernels.Stages(device, view.Slice(0, 4 * 37 * 3), 3, 37);
        Launch(3);
        (long before, long inside) = (GC.GetAllocatedBytesForCurrentThread(), machine.AllocatedInside);
        Launch(20);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before - (machine.AllocatedInside - inside));

        void Launch(int times)
        {
            for (int i = 0; i < times; i++)
            {
                CudaKernelsLaunch.Count(device, new(100, 2, 3), view, 100);
                device.LaunchChain(4, 37 * 3 * 4, stages);
            }
        }
    }

    [Fact]
    public void Time_is_that_of_the_driver()
    {
        using CudaDevice device = FakeCuda.Open();
        using DeviceBuffer counters = device.Allocate(40);
        counters.View(I32).Fill(0);
        Assert.InRange(device.Time(() => CudaKernelsLaunch.Count(device, new(10), counters.View(I32), 10)), 0, 60);
        Assert.Equal(1, counters.View(I32).ToArray<int>()[9]);
    }

    [Fact]
    public void Threads_share_the_device()
    {
        using CudaDevice device = FakeCuda.Open();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (int i = 0; i < 20; i++)
            {
                using DeviceBuffer counters = device.Allocate(4 * (100 + thread));
                BufferView view = counters.View(I32);
                view.Fill(1000 * thread);
                CudaKernelsLaunch.Count(device, new(view.Length), view, (int)view.Length);
                Assert.All(view.ToArray<int>(), count => Assert.Equal((1000 * thread) + 1, count));
            }
        });
    }
}
