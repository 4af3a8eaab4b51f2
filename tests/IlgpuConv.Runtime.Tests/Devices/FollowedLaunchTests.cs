namespace IlgpuConv.Runtime.Tests;

/// <summary>A launch on the processor that another one over the same grid follows: part by part, every group once.</summary>
public sealed unsafe class FollowedLaunchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Every_group_runs_once_in_both_and_first_in_the_first(int threads)
    {
        using var device = new CpuDevice(threads);
        foreach ((long lanes, int y, int z) in new[] { (1L, 1, 1), (15, 1, 1), (17, 3, 1), (33, 2, 5), (1000, 7, 1), (100_003, 1, 1), (5, 1, 400) })
        {
            // The first run does not know what a group costs, later ones do.
            for (int repeat = 0; repeat < 4; repeat++)
                Assert.All(Count(device, HandWritten.Append, lanes, y, z, spin: repeat % 2 * 100), count => Assert.Equal(11, count));
        }
    }

    [Fact]
    public void Groups_of_the_second_follow_soon_where_both_have_as_many_lanes()
    {
        const int Groups = 3200;
        using var device = new CpuDevice(1);
        foreach (Kernel then in (Kernel[])[NotingKernels.Note, NotingKernels.NoteWide])
        {
            bool isSame = device.GroupSize(then) == device.GroupSize(NotingKernels.Note);
            int groups = Groups * device.GroupSize(NotingKernels.Note) / device.GroupSize(then);
            long clock = 0;
            var times = new long[Groups + groups];
            fixed (long* at = times)
            {
                NotingKernels.Arguments a = new() { Clock = &clock, Times = at }, b = new() { Clock = &clock, Times = at + Groups };
                device.LaunchFollowed(new LaunchGrid(Groups * device.GroupSize(NotingKernels.Note)), NotingKernels.Note, (byte*)&a, then, (byte*)&b);
            }
            Assert.Equal(times.Length, clock);
            Assert.DoesNotContain(0, times);
            Assert.Equal(isSame, times[Groups] < times[Groups - 1]);
            if (isSame) Assert.All(Enumerable.Range(0, Groups), i => Assert.True(times[i] < times[Groups + i], $"group {i}: {times[i]}, {times[Groups + i]}"));
            else Assert.True(times.Take(Groups).Max() < times.Skip(Groups).Min());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_failure_of_either_surfaces_at_the_launch(int threads)
    {
        using var device = new CpuDevice(threads);
        using DeviceBuffer counters = device.Allocate(16 * 1000 * 4);
        var arguments = new HandWritten.CountArguments { Counters = counters.View(ElementType.Int32).Argument(), Lanes = 16 * 1000 };
        var grid = new LaunchGrid(16 * 1000);
        for (int repeat = 0; repeat < 10; repeat++)
        {
            foreach ((Kernel first, Kernel then) in new[] { (HandWritten.Failing, HandWritten.Append), (HandWritten.Append, HandWritten.Failing) })
            {
                var error = Assert.Throws<DivideByZeroException>(() =>
                {
                    HandWritten.CountArguments a = arguments;
                    device.LaunchFollowed(grid, first, (byte*)&a, then, (byte*)&a);
                });
                Assert.Equal("group 77", error.Message);
            }
        }
        Assert.All(Count(device, HandWritten.Append, 1000, 1, 1), count => Assert.Equal(11, count));
    }

    [Fact]
    public void An_extent_of_zero_launches_nothing()
    {
        using var device = new CpuDevice(2);
        foreach (LaunchGrid grid in (LaunchGrid[])[new(0), new(1, 0), new(1, 1, 0)])
            device.LaunchFollowed(grid, HandWritten.Failing, null, HandWritten.Failing, null);
    }

    [Fact]
    public void Threads_may_launch_at_the_same_time()
    {
        using var device = new CpuDevice(3);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            for (int repeat = 0; repeat < 50; repeat++)
                Assert.All(Count(device, HandWritten.Append, 100 * (i + 1), 3, 2, spin: 10 * i), count => Assert.Equal(11, count));
        });
    }

    [Fact]
    public void Only_launches_over_one_grid_become_one_command()
    {
        using var device = new CpuDevice(1);
        var tape = new LaunchTape(device);
        using (tape.Record())
        {
            tape.Follow();
            Launch(new(32, 3));
            tape.Follow();
            Launch(new(32, 4));
            tape.Follow();
            Assert.Equal(["note", "note"], tape.Commands.Select(command => command.Name));
            Launch(new(32, 4));
            tape.Follow();
            Assert.Equal(["note", "note > note"], tape.Commands.Select(command => command.Name));
        }

        void Launch(LaunchGrid grid)
        {
            NotingKernels.Arguments none = default;
            device.Launch(NotingKernels.Note, grid, (byte*)&none);
        }
    }

    private static int[] Count(CpuDevice device, Kernel then, long lanes, int y, int z, long spin = 0)
    {
        using DeviceBuffer counters = device.Allocate(lanes * y * z * 4);
        BufferView view = counters.View(ElementType.Int32);
        view.Fill(0);
        var arguments = new HandWritten.CountArguments { Counters = view.Argument(), Lanes = lanes, Spin = spin };
        device.LaunchFollowed(new LaunchGrid(lanes, y, z), HandWritten.Count, (byte*)&arguments, then, (byte*)&arguments);
        return view.ToArray<int>();
    }
}
