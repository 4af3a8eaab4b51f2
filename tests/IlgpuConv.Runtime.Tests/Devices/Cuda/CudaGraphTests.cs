using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Sequences that are recorded once and launched at once.</summary>
public sealed class CudaGraphTests
{
    private const ElementType F32 = ElementType.Float32;

    [Fact]
    public void A_captured_sequence_runs_when_it_is_launched()
    {
        var machine = new FakeMachine();
        using (CudaDevice device = FakeCuda.Open(machine: machine))
        using (DeviceBuffer x = device.Allocate(40), y = device.Allocate(40))
        {
            x.View(F32).Fill(1f);
            y.View(F32).Fill(0f);
            CudaGraph graph = device.Capture(() =>
            {
                using DeviceBuffer between = device.Allocate(40);
                CudaKernelsLaunch.AddOne(device, new(10), x.View(F32), between.View(F32), 10);
                CudaKernelsLaunch.AddOne(device, new(10), between.View(F32), y.View(F32), 10);
                y.View(F32).CopyTo(x.View(F32));
            });
            Assert.All(y.View(F32).ToArray<float>(), value => Assert.Equal(0, value));
            graph.Launch();
            // What was between is the sequence's own: nobody else gets it.
            using (DeviceBuffer other = device.Allocate(40)) other.View(F32).Fill(float.NaN);
            graph.Launch();
            Assert.All(y.View(F32).ToArray<float>(), value => Assert.Equal(5, value));
            graph.Dispose();
            graph.Dispose();
            Assert.Throws<ObjectDisposedException>(graph.Launch);
        }
        Assert.Equal("", machine.Leaks);
    }

    [Fact]
    public void What_cannot_be_captured_is_refused()
    {
        using CudaDevice device = FakeCuda.Open();
        using DeviceBuffer x = device.Allocate(40);
        x.View(F32).Fill(1f);
        (string Name, Action Work)[] refused =
        [
            ("Read", () => x.View(F32).ToArray<float>()), ("Write", () => x.View(F32).CopyFrom<float>([1])), ("Synchronize", device.Synchronize),
            ("ReadAsync", () => x.View(F32).ToArrayAsync<float>().GetAwaiter().GetResult()), ("Time", () => device.Time(() => { })),
            ("Capture", () => device.Capture(() => { })),
        ];
        foreach ((string name, Action work) in refused)
        {
            Assert.Equal(
                $"[cuda] a captured sequence holds launches, fills and copies between buffers of the device. Got {name} on cuda:0.",
                Assert.Throws<InvalidOperationException>(() => device.Capture(work)).Message);
        }
        CudaKernelsLaunch.AddOne(device, new(10), x.View(F32), x.View(F32), 10);
        Assert.Equal(2, x.View(F32).ToArray<float>()[0]);
    }

    [Fact]
    public void A_sequence_may_end_after_its_device()
    {
        var machine = new FakeMachine();
        CudaDevice device = FakeCuda.Open(machine: machine);
        DeviceBuffer x = device.Allocate(40);
        CudaGraph graph = device.Capture(() =>
        {
            using DeviceBuffer y = device.Allocate(40);
            y.View(F32).Fill(1f);
            y.View(F32).CopyTo(x.View(F32));
        });
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(graph.Launch);
        x.Dispose();
        graph.Dispose();
        Assert.Equal("", machine.Leaks);
    }
}
