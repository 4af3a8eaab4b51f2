namespace IlgpuConv.Runtime.Tests;

/// <summary>Devices, buffers and programs end in any order, and nothing of the driver's stays behind.</summary>
public sealed class OpenClLifetimeTests
{
    [OpenClFact]
    public void A_disposed_device_refuses_and_its_buffers_may_end_later()
    {
        OpenClDevice device = OpenClDevices.Open();
        DeviceBuffer early = device.Allocate(20), late = device.Allocate(20);
        BufferView view = late.View(ElementType.Int32);
        view.Fill(1);
        early.Dispose();
        early.Dispose();
        Assert.Contains(
            "[buffer] a disposed buffer cannot be used. Got a buffer of 20 bytes of opencl:0.",
            Assert.Throws<ObjectDisposedException>(() => early.View(ElementType.UInt8).ToArray<byte>()).Message);
        OpenClLaunchTests.Count(device, OpenClKernels.Count, view, new(5), 5);
        device.Dispose();
        device.Dispose();
        Action[] uses =
        [
            () => device.Allocate(1), () => view.Fill(2), () => view.ToArray<int>(), () => view.CopyFrom<int>([1]), () => view.CopyTo(view.Slice(0, 5)),
            () => view.ToArrayAsync<int>().GetAwaiter().GetResult(), () => device.Synchronize(), () => device.Time(() => { }),
            () => OpenClLaunchTests.Count(device, OpenClKernels.Count, view, new(5), 5), () => device.LaunchChain(1, 1, []),
        ];
        foreach (Action use in uses)
            Assert.Contains("[device] a disposed device cannot be used. Got opencl:0.", Assert.Throws<ObjectDisposedException>(use).Message);
        late.Dispose();
        Assert.Equal((0, 0, 0), (device.Memory.InUse, device.Memory.Cached, device.Memory.Blocks));
    }

    [OpenClFact]
    public async Task A_device_ends_while_it_works()
    {
        for (int i = 0; i < 10; i++)
        {
            OpenClDevice device = OpenClDevices.Open();
            DeviceBuffer buffer = device.Allocate(1 << 20);
            BufferView view = buffer.View(ElementType.Int32);
            view.Fill(0);
            for (int k = 0; k < 20; k++) OpenClLaunchTests.Count(device, OpenClKernels.Count, view, new(view.Length), view.Length);
            Task<int[]> read = view.ToArrayAsync<int>();
            device.Dispose();
            buffer.Dispose();
            Assert.All(await read, count => Assert.Equal(20, count));
        }
    }

    [OpenClFact]
    public async Task Nothing_of_the_driver_stays_behind()
    {
        using OpenClDevice device = OpenClDevices.Open();
        int before = device.ContextReferences;
        using (DeviceBuffer buffer = device.Allocate(4000))
        {
            BufferView view = buffer.View(ElementType.Int32);
            view.Fill(1);
            view.CopyFrom<int>([1, 2, 3]);
            view.Slice(0, 10).CopyTo(view.Slice(5, 10));
            await view.ToArrayAsync<int>();
            device.Time(() => OpenClLaunchTests.Count(device, OpenClKernels.Count, view, new(5), 5));
            device.LaunchChain(4, 37 * 3 * 4, OpenClChainTests.Stages(view));
            Assert.Throws<OpenClException>(() => OpenClLaunchTests.Count(device, OpenClKernels.Broken, view, new(5), 5));
            Assert.Throws<OpenClException>(() => OpenClLaunchTests.Count(device, OpenClKernels.Misnamed, view, new(5), 5));
        }
        device.Synchronize();
        device.Memory.Trim();
        Assert.Equal(before + device.ProgramsBuilt, device.ContextReferences);
    }

    [OpenClFact]
    public void The_driver_leaves_the_faults_of_this_process_alone()
    {
        using OpenClDevice device = OpenClDevices.Open();
        OpenClCacheTests.Use(device);
        int zero = device.ProgramsLoaded;
        Assert.Throws<DivideByZeroException>(() => 1 / zero);
        string? nothing = zero == 0 ? null : "";
        Assert.Throws<NullReferenceException>(() => nothing!.Length);
    }

    [OpenClFact]
    public void A_forgotten_device_and_its_buffers_are_collected()
    {
        WeakReference[] forgotten = [.. Enumerable.Range(0, 5).Select(_ => Forget())];
        for (int i = 0; i < 10 && forgotten.Any(device => device.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.All(forgotten, device => Assert.False(device.IsAlive));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Forget()
    {
        OpenClDevice device = OpenClDevices.Open();
        DeviceBuffer buffer = device.Allocate(1000);
        device.Allocate(500).Dispose();
        OpenClLaunchTests.Count(device, OpenClKernels.Count, buffer.View(ElementType.Int32), new(5), 5);
        return new WeakReference(device);
    }
}
