namespace IlgpuConv.Runtime.Tests;

/// <summary>Buffers and views of devices with host memory: copies, fills, ranges, use after disposal.</summary>
public sealed class DeviceBufferTests
{
    public static TheoryData<string> Devices => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Copies_go_both_ways(string id)
    {
        Device device = Runtime.Devices.Get(id);
        using DeviceBuffer buffer = device.Allocate(40);
        Assert.Equal(0, buffer.Handle % 64);
        BufferView view = buffer.View(ElementType.Float32);
        view.Fill(7f);
        view.Slice(2, 3).CopyFrom<float>([1, 2, 3]);
        Assert.Equal([7, 7, 1, 2, 3, 7, 7, 7, 7, 7], view.ToArray<float>());
        view.Slice(0, 4).CopyTo(view.Slice(1, 4));
        Assert.Equal([7, 7, 7, 1, 2, 7, 7, 7, 7, 7], view.ToArray<float>());
        using DeviceBuffer other = device.Allocate(16);
        view.Slice(3, 4).CopyTo(other.View(ElementType.Float32));
        Assert.Equal([1, 2, 7, 7], other.View(ElementType.Float32).ToArray<float>());
    }

    [Fact]
    public async Task Read_back_outlives_the_buffer()
    {
        DeviceBuffer buffer = Runtime.Devices.Get("cpu").Allocate(24);
        BufferView view = buffer.View(ElementType.Int64);
        view.Fill(5L);
        Task<long[]> read = view.Slice(1, 2).ToArrayAsync<long>();
        buffer.Dispose();
        long[] result = await read;
        Assert.Equal([5, 5], result);
    }

    [Fact]
    public void Fills_repeat_a_pattern_of_every_size()
    {
        using DeviceBuffer buffer = Runtime.Devices.Get("cpu").Allocate(32);
        Fill<byte>(buffer, ElementType.UInt8, 3);
        Fill<uint>(buffer, ElementType.UInt32, 0x01020304);
        Fill(buffer, ElementType.Float64, Math.PI);
        buffer.Device.Fill(buffer, 2, 4, [1, 2]);
        Assert.Equal([1, 2, 1, 2], buffer.View(ElementType.UInt8, 2, 4).ToArray<byte>());
        var error = Assert.Throws<ArgumentException>(() => buffer.Device.Fill(buffer, 0, 10, [1, 2, 3, 4]));
        Assert.Equal(
            "[buffer] a fill repeats a pattern of 1, 2, 4 or 8 bytes a whole number of times at a multiple of its size. " +
            "Got 4 bytes over 10 bytes at offset 0. (Parameter 'pattern')",
            error.Message);
    }

    [Fact]
    public void Zero_bytes_are_legal()
    {
        using DeviceBuffer buffer = Runtime.Devices.Get("cpu").Allocate(0);
        Assert.NotEqual(0, buffer.Handle);
        Assert.Empty(buffer.View(ElementType.Float32).ToArray<float>());
        buffer.View(ElementType.Float32).Fill(1f);
    }

    [Fact]
    public void A_range_must_lie_within_the_buffer_and_the_view()
    {
        using DeviceBuffer buffer = Runtime.Devices.Get("cpu").Allocate(20);
        Assert.Equal(
            "[buffer] a view must lie within the buffer. Got offset 3 and length 3 in 5 elements of Int32. (Parameter 'offset')",
            Assert.Throws<ArgumentException>(() => buffer.View(ElementType.Int32, 3, 3)).Message);
        Assert.Equal(
            "[buffer] a range must lie within the view. Got offset 0 and length 6 in a view of 5 elements. (Parameter 'offset')",
            Assert.Throws<ArgumentException>(() => buffer.View(ElementType.Int32).CopyFrom<int>(new int[6])).Message);
        Assert.Equal(
            "[buffer] a range must lie within the buffer. Got offset 8 and 13 bytes in a buffer of 20 bytes. (Parameter 'offset')",
            Assert.Throws<ArgumentException>(() => buffer.Device.Read(buffer, 8, new byte[13])).Message);
        Assert.Equal(
            "[buffer] elements must have the type of the view. Got Single for a view of Int32. (Parameter 'Type')",
            Assert.Throws<ArgumentException>(() => buffer.View(ElementType.Int32).ToArray<float>()).Message);
        Assert.Equal(
            "[buffer] two views must agree in type and length. Got 5 of Int32 to 2 of Int64. (Parameter 'destination')",
            Assert.Throws<ArgumentException>(() => buffer.View(ElementType.Int32).CopyTo(buffer.View(ElementType.Int64))).Message);
    }

    [Fact]
    public void A_buffer_of_another_device_is_refused()
    {
        using DeviceBuffer buffer = Runtime.Devices.Get("reference").Allocate(20);
        Assert.Equal(
            "[buffer] a buffer must belong to the device. Got a buffer of reference on cpu. (Parameter 'buffer')",
            Assert.Throws<ArgumentException>(() => Runtime.Devices.Get("cpu").Read(buffer, 0, new byte[1])).Message);
    }

    [Fact]
    public void A_disposed_buffer_and_a_disposed_device_say_so()
    {
        var device = new CpuDevice(2);
        DeviceBuffer buffer = device.Allocate(20);
        DeviceBuffer kept = device.Allocate(20);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.IsDisposed);
        Assert.Contains(
            "[buffer] a disposed buffer cannot be used. Got a buffer of 20 bytes of cpu.",
            Assert.Throws<ObjectDisposedException>(() => buffer.View(ElementType.UInt8).ToArray<byte>()).Message);
        device.Dispose();
        device.Dispose();
        Assert.Contains(
            "[device] a disposed device cannot be used. Got cpu.",
            Assert.Throws<ObjectDisposedException>(() => device.Allocate(1)).Message);
        Assert.Throws<ObjectDisposedException>(() => kept.View(ElementType.UInt8).ToArray<byte>());
        kept.Dispose();
        Assert.Equal((0, 0), (device.Memory.InUse, device.Memory.Cached));
    }

    private static void Fill<T>(DeviceBuffer buffer, ElementType type, T value)
        where T : unmanaged
    {
        buffer.View(type).Fill(value);
        Assert.All(buffer.View(type).ToArray<T>(), element => Assert.Equal(value, element));
    }
}
