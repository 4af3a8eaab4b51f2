using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Devices, buffers and programs end in any order, and nothing of the driver's stays behind.</summary>
public sealed class CudaLifetimeTests
{
    private const ElementType F32 = ElementType.Float32;

    [Fact]
    public async Task Nothing_of_the_driver_stays_behind()
    {
        var machine = new FakeMachine();
        using (CudaDevice device = FakeCuda.Open(machine: machine))
        using (DeviceBuffer buffer = device.Allocate(4000))
        {
            BufferView view = buffer.View(F32);
            view.Fill(1f);
            view.CopyFrom<float>([1, 2, 3]);
            view.Slice(0, 10).CopyTo(view.Slice(5, 10));
            await view.ToArrayAsync<float>();
            device.Time(() => CudaKernelsLaunch.AddOne(device, new(10), view, view, 10));
            device.LaunchChain(4, 37 * 3 * 4, CudaKernels.Stages(device, buffer.View(ElementType.Int32), 3, 37));
            device.Synchronize();
            Assert.NotEqual("", machine.Leaks);
        }
        Assert.Equal("", machine.Leaks);
    }

    [Fact]
    public void A_disposed_device_refuses_and_its_buffers_may_end_later()
    {
        var machine = new FakeMachine();
        CudaDevice device = FakeCuda.Open(machine: machine);
        DeviceBuffer early = device.Allocate(20), late = device.Allocate(20);
        BufferView view = late.View(F32);
        view.Fill(1f);
        early.Dispose();
        early.Dispose();
        Assert.Contains(
            "[buffer] a disposed buffer cannot be used. Got a buffer of 20 bytes of cuda:0.",
            Assert.Throws<ObjectDisposedException>(() => early.View(ElementType.UInt8).ToArray<byte>()).Message);
        CudaKernelsLaunch.AddOne(device, new(5), view, view, 5);
        device.Dispose();
        device.Dispose();
        Assert.Equal("1 blocks, 1 contexts", machine.Leaks);
        Action[] uses =
        [
            () => device.Allocate(1), () => view.Fill(2f), () => view.ToArray<float>(), () => view.CopyFrom<float>([1]), () => view.CopyTo(view.Slice(0, 5)),
            () => view.ToArrayAsync<float>().GetAwaiter().GetResult(), () => device.Synchronize(), () => device.Time(() => { }),
            () => CudaKernelsLaunch.AddOne(device, new(5), view, view, 5), () => device.LaunchChain(1, 1, []), () => device.Capture(() => { }),
        ];
        foreach (Action use in uses)
            Assert.Contains("[device] a disposed device cannot be used. Got cuda:0.", Assert.Throws<ObjectDisposedException>(use).Message);
        late.Dispose();
        Assert.Equal((0, 0, 0), (device.Memory.InUse, device.Memory.Cached, device.Memory.Blocks));
        Assert.Equal("", machine.Leaks);
    }

    [Fact]
    public void Two_devices_in_one_process_do_not_meet()
    {
        var machine = new FakeMachine { Devices = [("Left GPU", 80), ("Right GPU", 90)] };
        CudaProvider provider = FakeCuda.Provider(machine);
        CudaDevice left = provider.Open("cuda:0", new CudaOptions()), right = provider.Open("cuda:1", new CudaOptions());
        Assert.Equal(("cuda:0", "cuda:1"), (left.Id, right.Id));
        DeviceBuffer a = left.Allocate(40), b = right.Allocate(40);
        a.View(F32).Fill(1f);
        b.View(F32).Fill(10f);
        CudaKernelsLaunch.AddOne(left, new(10), a.View(F32), a.View(F32), 10);
        CudaKernelsLaunch.AddOne(right, new(10), b.View(F32), b.View(F32), 10);
        Assert.Equal((2, 11), (a.View(F32).ToArray<float>()[9], b.View(F32).ToArray<float>()[9]));
        Assert.StartsWith(
            "[launch] a view must have the kernel's element type and lie on the launch's device. Got Float32 on cuda:1 for 'x'",
            Assert.Throws<ArgumentException>(() => CudaKernelsLaunch.AddOne(left, new(10), b.View(F32), a.View(F32), 10)).Message);
        left.Dispose();
        CudaKernelsLaunch.AddOne(right, new(10), b.View(F32), b.View(F32), 10);
        Assert.Equal(12, b.View(F32).ToArray<float>()[0]);
        b.Dispose();
        right.Dispose();
        a.Dispose();
        Assert.Equal("", machine.Leaks);
    }

    [Fact]
    public void A_forgotten_device_and_its_buffers_are_collected()
    {
        var machine = new FakeMachine();
        Forget(machine);
        for (int i = 0; i < 20 && machine.Leaks.Length > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal("", machine.Leaks);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget(FakeMachine machine)
    {
        CudaDevice device = FakeCuda.Open(machine: machine);
        DeviceBuffer buffer = device.Allocate(1000);
        device.Allocate(500).Dispose();
        buffer.View(F32).Fill(1f);
        CudaKernelsLaunch.AddOne(device, new(5), buffer.View(F32), buffer.View(F32), 5);
        Assert.Equal(2, buffer.View(F32).ToArray<float>()[0]);
    }
}
