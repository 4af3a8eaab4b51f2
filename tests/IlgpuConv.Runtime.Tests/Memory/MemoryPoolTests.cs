namespace IlgpuConv.Runtime.Tests;

/// <summary>The pool keeps what comes back, counts it, and holds its cap.</summary>
public sealed class MemoryPoolTests
{
    [Theory]
    [InlineData(0, 256)]
    [InlineData(192, 256)]
    [InlineData(193, 320)]
    [InlineData(1000, 1152)]
    [InlineData(4096, 4608)]
    [InlineData(1 << 20, (1 << 20) + (1 << 17))]
    [InlineData((1L << 40) - 64, 1L << 40)]
    public void A_block_is_padded_and_rounded_up_to_a_class(long bytes, long block) => Assert.Equal(block, MemoryPool.BlockSize(bytes));

    [Fact]
    public void Rounding_wastes_at_most_an_eighth_of_a_large_block()
    {
        for (long bytes = 10_000; bytes < 1L << 40; bytes += (bytes / 7) + 1)
            Assert.InRange(MemoryPool.BlockSize(bytes), bytes + 64, (bytes + 64) * 9 / 8);
    }

    [Fact]
    public void Memory_that_comes_back_is_handed_out_again()
    {
        using var device = new CpuDevice(1);
        nint first;
        using (DeviceBuffer buffer = device.Allocate(1000)) first = buffer.Handle;
        Assert.Equal((0, 1152, 1152, 0, 1), Statistics(device));
        using (DeviceBuffer buffer = device.Allocate(1024)) Assert.Equal(first, buffer.Handle);
        using DeviceBuffer again = device.Allocate(1000);
        using DeviceBuffer more = device.Allocate(10);
        Assert.Equal((1408, 0, 1408, 2, 2), Statistics(device));
        more.Dispose();
        again.Dispose();
        device.Memory.Trim();
        Assert.Equal((0, 0, 1408, 0, 2), Statistics(device));
        device.Memory.ResetPeak();
        Assert.Equal(0, device.Memory.Peak);
    }

    [Fact]
    public void Running_out_names_the_request_the_use_and_the_cap()
    {
        using var device = new CpuDevice(1);
        device.Memory.Cap = 10_000;
        using DeviceBuffer kept = device.Allocate(4000);
        var error = Assert.Throws<DeviceMemoryException>(() => device.Allocate(9000));
        Assert.Equal(
            "[memory] a request must fit under the cap. Got a request of 9000 bytes on cpu with 4096 bytes in use, 0 cached, and a cap of 10000.",
            error.Message);
        using DeviceBuffer fits = device.Allocate(5000);
    }

    [Fact]
    public void What_the_device_says_of_a_request_is_in_the_error()
    {
        var pool = new MemoryPool("gpu", 10_000, _ => throw new OutOfMemoryException("three bytes are left."), _ => { });
        Assert.Equal(
            "[memory] a request must fit under the cap. Got a request of 100 bytes on gpu with 0 bytes in use, 0 cached, and a cap of 10000. " +
            "The device said: three bytes are left.",
            Assert.Throws<DeviceMemoryException>(() => pool.Rent(100)).Message);
        Assert.EndsWith("and a cap of 10000.", Assert.Throws<DeviceMemoryException>(() => pool.Rent(20_000)).Message);
    }

    [Fact]
    public void A_size_that_no_machine_has_is_refused()
    {
        using var device = new CpuDevice(1);
        Assert.Throws<DeviceMemoryException>(() => device.Allocate(long.MaxValue));
        device.Memory.Cap = long.MaxValue;
        Assert.Throws<DeviceMemoryException>(() => device.Allocate(1L << 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Allocate(-1));
    }

    [Fact]
    public void Kept_blocks_make_room_before_the_cap_is_reached()
    {
        using var device = new CpuDevice(1);
        device.Memory.Cap = 10_000;
        device.Allocate(8000).Dispose();
        using DeviceBuffer other = device.Allocate(3000);
        Assert.Equal((3072, 0), (device.Memory.InUse, device.Memory.Cached));
    }

    [Fact]
    public void A_lowered_cap_frees_what_comes_back()
    {
        using var device = new CpuDevice(1);
        DeviceBuffer buffer = device.Allocate(8000);
        device.Memory.Cap = 1000;
        buffer.Dispose();
        Assert.Equal((0, 0), (device.Memory.InUse, device.Memory.Cached));
    }

    [Fact]
    public void A_forgotten_buffer_comes_back()
    {
        using var device = new CpuDevice(1);
        Forget(device);
        for (int i = 0; i < 10 && device.Memory.InUse > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal((0, 1152), (device.Memory.InUse, device.Memory.Cached));
    }

    [Fact]
    public void Forgotten_buffers_come_back_when_the_cap_is_reached()
    {
        using var device = new CpuDevice(1);
        device.Memory.Cap = 10 << 20;
        for (int i = 0; i < 100; i++) Assert.NotEqual(0, Forget(device, 1 << 20));
        Assert.InRange(device.Memory.Peak, 1 << 20, 10 << 20);
    }

    [Fact]
    public void Threads_share_the_pool()
    {
        using var device = new CpuDevice(1);
        Parallel.For(0, 8, seed =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 2000; i++)
            {
                using DeviceBuffer a = device.Allocate(random.Next(3000));
                using DeviceBuffer b = device.Allocate(random.Next(3000));
                Assert.NotEqual(a.Handle, b.Handle);
            }
        });
        Assert.Equal((0, 0), (device.Memory.InUse, device.Memory.Blocks));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static nint Forget(CpuDevice device, long bytes = 1000) => device.Allocate(bytes).Handle;

    private static (long InUse, long Cached, long Peak, long Blocks, long Misses) Statistics(CpuDevice device) =>
        (device.Memory.InUse, device.Memory.Cached, device.Memory.Peak, device.Memory.Blocks, device.Memory.Misses);
}
