namespace IlgpuConv.Runtime.Tests;

/// <summary>Every group runs exactly once, whatever the grid, the threads and the costs.</summary>
public sealed unsafe class SchedulingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_lane_of_every_group_runs_once(int threads)
    {
        using var device = new CpuDevice(threads);
        foreach ((long lanes, int y, int z) in new[] { (1L, 1, 1), (15, 1, 1), (17, 3, 1), (33, 2, 5), (1000, 7, 1), (100_003, 1, 1), (5, 1, 400) })
        {
            for (int repeat = 1; repeat <= 3; repeat++) Assert.All(Count(device, lanes, y, z), count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void An_extent_of_zero_launches_nothing(long lanes, int y, int z)
    {
        using var cpu = new CpuDevice(2);
        using var reference = new ReferenceDevice(3);
        cpu.Launch(HandWritten.Failing, new LaunchGrid(lanes, y, z), null);
        reference.Launch(HandWritten.Failing, new LaunchGrid(lanes, y, z), null);
    }

    [Fact]
    public void A_negative_extent_is_refused()
    {
        using var device = new CpuDevice(2, 128);
        var error = Assert.Throws<ArgumentException>(() => device.Launch(HandWritten.Count, new LaunchGrid(5, -1), null));
        Assert.Equal(
            "[launch] extents must be at least 0, with at most 2147483647 groups along x. Got 5 lanes in groups of 4, y -1, z 1. (Parameter 'grid')",
            error.Message);
    }

    [Fact]
    public void Costs_that_change_between_launches_change_nothing()
    {
        using var device = new CpuDevice(2);
        for (int repeat = 0; repeat < 20; repeat++)
            Assert.All(Count(device, 3000, 1, 1, spin: repeat % 3 == 0 ? 2000 : 0), count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_launch_allocates_nothing()
    {
        using var device = new CpuDevice(2);
        using DeviceBuffer counters = device.Allocate(100_000 * 4);
        var arguments = new HandWritten.CountArguments { Counters = counters.View(ElementType.Int32).Argument(), Lanes = 100_000 };
        for (int i = 0; i < 10; i++) device.Launch(HandWritten.Count, new LaunchGrid(100_000), (byte*)&arguments);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            device.Launch(HandWritten.Count, new LaunchGrid(100_000), (byte*)&arguments);
            device.Launch(HandWritten.Count, new LaunchGrid(64), (byte*)&arguments);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_failure_on_any_thread_surfaces_at_the_launch(int threads)
    {
        using var device = new CpuDevice(threads);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            var error = Assert.Throws<DivideByZeroException>(() => device.Launch(HandWritten.Failing, new LaunchGrid(16 * 1000), null));
            Assert.Equal("group 77", error.Message);
        }
        Assert.All(Count(device, 1000, 1, 1), count => Assert.Equal(1, count));
    }

    [Fact]
    public void Threads_may_launch_at_the_same_time()
    {
        using var device = new CpuDevice(3);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            for (int repeat = 0; repeat < 50; repeat++)
                Assert.All(Count(device, 100 * (i + 1), 3, 2, spin: 10 * i), count => Assert.Equal(1, count));
        });
    }

    [Fact]
    public void Groups_have_the_lanes_that_fit_the_vectors()
    {
        using var narrow = new CpuDevice(1, 128);
        Assert.Equal((4, 4), (narrow.GroupSize(HandWritten.Count), narrow.GroupSize(HandWritten.CountWide)));
        using var device = new CpuDevice(1);
        Assert.Equal(device.Capabilities.Lanes, device.GroupSize(HandWritten.Count));
        Assert.Equal(Math.Max(device.Capabilities.Lanes / 2, 4), device.GroupSize(HandWritten.CountWide));
    }

    [Fact]
    public void A_kernel_without_a_form_is_refused()
    {
        using var device = new CpuDevice(1, 128);
        Kernel kernel = HandWritten.Make("empty", new KernelCode());
        var error = Assert.Throws<ArgumentException>(() => device.GroupSize(kernel));
        Assert.Equal("[launch] the cpu device needs a vector form of the kernel. Got none of 4 lanes or fewer in empty. (Parameter 'kernel')", error.Message);
    }

    private static int[] Count(CpuDevice device, long lanes, int y, int z, long spin = 0)
    {
        using DeviceBuffer counters = device.Allocate(lanes * y * z * 4);
        BufferView view = counters.View(ElementType.Int32);
        view.Fill(0);
        var arguments = new HandWritten.CountArguments { Counters = view.Argument(), Lanes = lanes, Spin = spin };
        device.Launch(HandWritten.Count, new LaunchGrid(lanes, y, z), (byte*)&arguments);
        return view.ToArray<int>();
    }
}
