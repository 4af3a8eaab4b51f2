namespace IlgpuConv.Runtime.Tests;

/// <summary>Buffers and views of devices with host memory: copies, fills, ranges, use after disposal.</summary>
public sealed class DeviceBufferTests
{
    public static TheoryData<string> Devices => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Copies_go_both_ways_and_overlap(string id) => BufferChecks.CopiesGoBothWaysAndOverlap(Runtime.Devices.Get(id));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fills_repeat_a_pattern_of_every_size(string id) => BufferChecks.FillsRepeatAPatternOfEverySize(Runtime.Devices.Get(id));

    [Theory]
    [MemberData(nameof(Devices))]
    public void Zero_bytes_are_legal(string id) => BufferChecks.ZeroBytesAreLegal(Runtime.Devices.Get(id));

    [Theory]
    [InlineData("cpu", "reference")]
    [InlineData("reference", "cpu")]
    public void Ranges_and_devices_are_checked(string id, string other) => BufferChecks.RangesAndDevicesAreChecked(Runtime.Devices.Get(id), other);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Buffers_begin_at_a_line(string id)
    {
        using DeviceBuffer buffer = Runtime.Devices.Get(id).Allocate(40);
        Assert.Equal(0, buffer.Handle % 64);
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
            "[buffer] elements must have the type of the view. Got Single for a view of Int32. (Parameter 'Type')",
            Assert.Throws<ArgumentException>(() => buffer.View(ElementType.Int32).ToArray<float>()).Message);
        Assert.Equal(
            "[buffer] two views must agree in type and length. Got 5 of Int32 to 2 of Int64. (Parameter 'destination')",
            Assert.Throws<ArgumentException>(() => buffer.View(ElementType.Int32).CopyTo(buffer.View(ElementType.Int64))).Message);
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
}
