namespace IlgpuConv.Runtime.Tests;

/// <summary>Buffers of an OpenCL device: copies, fills, reading later, and what is refused.</summary>
public sealed class OpenClBufferTests : IDisposable
{
    private readonly OpenClDevice? _device = OpenClPresence.SkipReason is null ? OpenClDevices.Open() : null;

    private OpenClDevice Device => _device!;

    public void Dispose() => _device?.Dispose();

    [OpenClFact]
    public void Copies_go_both_ways_and_overlap()
    {
        using DeviceBuffer buffer = Device.Allocate(40), other = Device.Allocate(16);
        BufferView view = buffer.View(ElementType.Float32);
        view.Fill(7f);
        view.Slice(2, 3).CopyFrom<float>([1, 2, 3]);
        Assert.Equal([7, 7, 1, 2, 3, 7, 7, 7, 7, 7], view.ToArray<float>());
        view.Slice(0, 4).CopyTo(view.Slice(1, 4));
        Assert.Equal([7, 7, 7, 1, 2, 7, 7, 7, 7, 7], view.ToArray<float>());
        view.Slice(3, 4).CopyTo(view.Slice(2, 4));
        Assert.Equal([7, 7, 1, 2, 7, 7, 7, 7, 7, 7], view.ToArray<float>());
        view.CopyTo(view);
        view.Slice(2, 4).CopyTo(other.View(ElementType.Float32));
        Assert.Equal([1, 2, 7, 7], other.View(ElementType.Float32).ToArray<float>());
    }

    [OpenClFact]
    public void Fills_repeat_a_pattern_of_every_size()
    {
        using DeviceBuffer buffer = Device.Allocate(32);
        Fill<byte>(buffer, ElementType.UInt8, 3);
        Fill<uint>(buffer, ElementType.UInt32, 0x01020304);
        Fill(buffer, ElementType.Float64, Math.PI);
        Device.Fill(buffer, 2, 4, [1, 2]);
        Assert.Equal([1, 2, 1, 2], buffer.View(ElementType.UInt8, 2, 4).ToArray<byte>());
        Assert.Equal(
            "[buffer] a fill repeats a pattern of 1, 2, 4 or 8 bytes a whole number of times at a multiple of its size. " +
            "Got 4 bytes over 10 bytes at offset 0. (Parameter 'pattern')",
            Assert.Throws<ArgumentException>(() => Device.Fill(buffer, 0, 10, [1, 2, 3, 4])).Message);
    }

    [OpenClFact]
    public async Task Reading_later_gives_what_was_there()
    {
        DeviceBuffer buffer = Device.Allocate(1 << 22);
        BufferView view = buffer.View(ElementType.Int64);
        view.Fill(5L);
        Task<long[]> read = view.ToArrayAsync<long>();
        view.Fill(6L);
        buffer.Dispose();
        using DeviceBuffer next = Device.Allocate(1 << 22);
        next.View(ElementType.Int64).Fill(7L);
        Assert.All(await read, value => Assert.Equal(5, value));
        Task<long[]>[] many = [.. Enumerable.Range(0, 50).Select(_ => next.View(ElementType.Int64, 3, 100).ToArrayAsync<long>())];
        foreach (Task<long[]> one in many) Assert.All(await one, value => Assert.Equal(7, value));
        Assert.Empty(await next.View(ElementType.Int64, 0, 0).ToArrayAsync<long>());
    }

    [OpenClFact]
    public void Zero_bytes_are_legal()
    {
        using DeviceBuffer buffer = Device.Allocate(0);
        Assert.NotEqual(0, buffer.Handle);
        Assert.Empty(buffer.View(ElementType.Float32).ToArray<float>());
        buffer.View(ElementType.Float32).Fill(1f);
        buffer.View(ElementType.Float32).CopyFrom<float>([]);
        Device.Copy(buffer, 0, buffer, 0, 0);
    }

    [OpenClFact]
    public void Ranges_and_devices_are_checked()
    {
        using DeviceBuffer buffer = Device.Allocate(20), foreign = Devices.Get("cpu").Allocate(20);
        Assert.Equal(
            "[buffer] a range must lie within the buffer. Got offset 8 and 13 bytes in a buffer of 20 bytes. (Parameter 'offset')",
            Assert.Throws<ArgumentException>(() => Device.Read(buffer, 8, new byte[13])).Message);
        Assert.Equal(
            "[buffer] a buffer must belong to the device. Got a buffer of cpu on opencl:0. (Parameter 'buffer')",
            Assert.Throws<ArgumentException>(() => Device.Copy(foreign, 0, buffer, 0, 4)).Message);
    }

    private static void Fill<T>(DeviceBuffer buffer, ElementType type, T value)
        where T : unmanaged
    {
        buffer.View(type).Fill(value);
        Assert.All(buffer.View(type).ToArray<T>(), element => Assert.Equal(value, element));
    }
}
