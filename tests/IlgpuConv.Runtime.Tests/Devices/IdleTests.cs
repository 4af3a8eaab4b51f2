using System.Diagnostics;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Runs when no other test does, because it looks at the processor time of the whole process.</summary>
[CollectionDefinition(nameof(IdleTests), DisableParallelization = true)]
[Collection(nameof(IdleTests))]
public sealed unsafe class IdleTests
{
    [Fact]
    public void Idle_threads_use_no_processor_time()
    {
        using var device = new CpuDevice(4);
        using DeviceBuffer counters = device.Allocate(4000);
        var arguments = new HandWritten.CountArguments { Counters = counters.View(ElementType.Int32).Argument(), Lanes = 1000 };
        device.Launch(HandWritten.Count, new LaunchGrid(1000), (byte*)&arguments);

        using var never = new SemaphoreSlim(0);
        double least = double.MaxValue;
        for (int repeat = 0; repeat < 10; repeat++)
        {
            TimeSpan before = ProcessorTime();
            never.Wait(TimeSpan.FromMilliseconds(100));
            least = Math.Min(least, (ProcessorTime() - before).TotalMilliseconds / 100);
        }
        Assert.True(least < 0.5, $"idle threads kept {least:0.00} processors busy");
    }

    private static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
