using System.Diagnostics;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Launches on an OpenCL device: every group of every grid once, in both forms; refusals; no managed allocation.</summary>
public sealed unsafe class OpenClLaunchTests
{
    public static TheoryData<string> Forms => OpenClDevices.Forms;

    [OpenClTheory]
    [MemberData(nameof(Forms))]
    public void Every_lane_of_every_group_runs_once(string form)
    {
        using OpenClDevice device = OpenClDevices.Open(form);
        foreach ((int lanes, int y, int z) in new[] { (1, 1, 1), (37, 3, 5), (1000, 1, 1), (5, 70, 41), (20_000, 2, 1), (0, 3, 3), (3, 0, 3) })
        {
            using DeviceBuffer counters = device.Allocate((lanes * y * z * 4) + 40);
            counters.View(ElementType.Int32).Fill(0);
            BufferView view = counters.View(ElementType.Int32, 7, lanes * y * z);
            for (int repeat = 0; repeat < 3; repeat++) Count(device, OpenClKernels.Count, view, new(lanes, y, z), lanes);
            Count(device, OpenClKernels.CountWide, view, new(lanes, y, z), lanes);
            int[] all = counters.View(ElementType.Int32).ToArray<int>();
            Assert.All(all[7..^3], count => Assert.Equal(4, count));
            Assert.All([.. all[..7], .. all[^3..]], count => Assert.Equal(0, count));
        }
    }

    [OpenClFact]
    public void The_form_decides_the_lanes()
    {
        foreach ((string form, int lanes, int wide) in new[] { ("vectors 16", 16, 8), ("vectors 8", 8, 4), ("items 64", 64, 64) })
        {
            using OpenClDevice device = OpenClDevices.Open(form);
            Assert.Equal((lanes, wide), (device.GroupSize(OpenClKernels.Count), device.GroupSize(OpenClKernels.CountWide)));
            Assert.Equal(lanes, device.Capabilities.Lanes);
            Assert.Equal(form == "items 64" ? DeviceKind.Gpu : DeviceKind.Cpu, device.Capabilities.Kind);
        }
    }

    [OpenClTheory]
    [InlineData("automatic")]
    [InlineData("items")]
    public void A_launch_and_a_chain_allocate_nothing(string form)
    {
        using OpenClDevice device = OpenClDevices.Open(form);
        using DeviceBuffer counters = device.Allocate(4000);
        BufferView view = counters.View(ElementType.Int32);
        ChainStage[] stages = OpenClChainTests.Stages(view.Slice(0, 4 * 37 * 3));
        Launch(5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Launch(200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Launch(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Count(device, OpenClKernels.Count, view, new(100, 2, 5), 100);
                device.LaunchChain(4, 37 * 3 * 4, stages);
            }
            device.Synchronize();
        }
    }

    [OpenClFact]
    public void Threads_share_the_device()
    {
        using OpenClDevice device = OpenClDevices.Open();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (int i = 0; i < 50; i++)
            {
                using DeviceBuffer counters = device.Allocate(4 * (100 + thread));
                BufferView view = counters.View(ElementType.Int32);
                view.Fill(1000 * thread);
                Count(device, OpenClKernels.Count, view, new(view.Length), view.Length);
                Assert.All(view.ToArray<int>(), count => Assert.Equal((1000 * thread) + 1, count));
            }
        });
    }

    [OpenClFact]
    public void A_kernel_without_the_form_is_refused()
    {
        using OpenClDevice vectors = OpenClDevices.Open("vectors 8"), items = OpenClDevices.Open("items");
        Assert.Equal(
            "[launch] opencl:0 needs OpenCL C with vectors of 8 lanes or fewer of the kernel. Got none in Tests.Hand.formless. (Parameter 'kernel')",
            Assert.Throws<ArgumentException>(() => vectors.Launch(OpenClKernels.Formless, new(1), null)).Message);
        Assert.Equal(
            "[launch] opencl:0/items needs OpenCL C with a work item a lane of the kernel. Got none in Tests.Hand.formless. (Parameter 'kernel')",
            Assert.Throws<ArgumentException>(() => items.GroupSize(OpenClKernels.Formless)).Message);
        Assert.StartsWith(
            "[launch] extents must be at least 0",
            Assert.Throws<ArgumentException>(() => items.Launch(OpenClKernels.Count, new(-1), null)).Message);
    }

    [Fact]
    public void Double_precision_needs_a_device_that_has_it() => Assert.Equal(
        "[launch] a kernel in double precision needs a device that has it. Got Tests.Hand.count/f64 on opencl:7. (Parameter 'kernel')",
        Assert.Throws<ArgumentException>(() => OpenClText.Of(OpenClKernels.CountWide, isVector: true, 16, hasDouble: false, "opencl:7")).Message);

    [OpenClFact]
    public void Time_is_that_of_the_work()
    {
        using OpenClDevice device = OpenClDevices.Open();
        using DeviceBuffer counters = device.Allocate(4 << 20);
        BufferView view = counters.View(ElementType.Int32);
        Count(device, OpenClKernels.Count, view, new(view.Length), view.Length);
        double one = double.MaxValue, hundred = double.MaxValue;
        for (int repeat = 0; repeat < 20; repeat++)
        {
            // The least of many: what else the machine does can only add.
            one = Math.Min(one, Within(1));
            hundred = Math.Min(hundred, Within(100));
        }
        Within(0);
        Assert.True(hundred > 10 * one, $"100 launches took {hundred} s, 1 took {one} s");

        double Within(int times)
        {
            long began = Stopwatch.GetTimestamp();
            double seconds = device.Time(() => Work(times));
            Assert.InRange(seconds, 0, Stopwatch.GetElapsedTime(began).TotalSeconds + 1e-3);
            return seconds;
        }

        void Work(int times)
        {
            for (int i = 0; i < times; i++) Count(device, OpenClKernels.Count, view, new(view.Length), view.Length);
        }
    }

    internal static void Count(Device device, Kernel kernel, BufferView counters, LaunchGrid grid, long lanes)
    {
        var arguments = new OpenClKernels.CountArguments { Counters = counters.Argument(), Lanes = lanes };
        device.Launch(kernel, grid, (byte*)&arguments);
        GC.KeepAlive(counters.Buffer);
    }
}
