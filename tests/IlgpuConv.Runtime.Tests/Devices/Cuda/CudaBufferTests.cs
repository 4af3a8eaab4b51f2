using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Copies and fills of a CUDA device over the driver of the tests.</summary>
public sealed class CudaBufferTests : IDisposable
{
    private readonly CudaDevice _device = FakeCuda.Open();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Copies_go_both_ways_and_over_each_other()
    {
        using DeviceBuffer buffer = _device.Allocate(40);
        BufferView view = buffer.View(ElementType.Float32);
        view.Fill(7f);
        view.Slice(2, 3).CopyFrom<float>([1, 2, 3]);
        Assert.Equal([7, 7, 1, 2, 3, 7, 7, 7, 7, 7], view.ToArray<float>());
        view.Slice(0, 4).CopyTo(view.Slice(1, 4));
        Assert.Equal([7, 7, 7, 1, 2, 7, 7, 7, 7, 7], view.ToArray<float>());
        using DeviceBuffer other = _device.Allocate(16);
        view.Slice(3, 4).CopyTo(other.View(ElementType.Float32));
        Assert.Equal([1, 2, 7, 7], other.View(ElementType.Float32).ToArray<float>());
        view.CopyTo(view);
        Assert.Equal([7, 7, 7, 1, 2, 7, 7, 7, 7, 7], view.ToArray<float>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4 << 20)]
    [InlineData((4 << 20) + 1)]
    [InlineData((13 << 20) + 5)]
    public async Task What_is_longer_than_a_staging_block_goes_in_parts(int bytes)
    {
        var source = new byte[bytes];
        new Random(1).NextBytes(source);
        using DeviceBuffer buffer = _device.Allocate(bytes);
        buffer.View(ElementType.UInt8).CopyFrom<byte>(source);
        byte[] now = buffer.View(ElementType.UInt8).ToArray<byte>(), later = await buffer.View(ElementType.UInt8).ToArrayAsync<byte>();
        Assert.True(source.AsSpan().SequenceEqual(now));
        Assert.True(source.AsSpan().SequenceEqual(later));
    }

    [Fact]
    public async Task Reading_later_gives_what_was_there()
    {
        DeviceBuffer buffer = _device.Allocate(8000);
        buffer.View(ElementType.Int64).Fill(5L);
        Task<long[]> read = buffer.View(ElementType.Int64).ToArrayAsync<long>();
        buffer.View(ElementType.Int64).Fill(6L);
        buffer.Dispose();
        Assert.All(await read, value => Assert.Equal(5, value));
    }

    [Fact]
    public void Fills_repeat_a_pattern_of_every_size()
    {
        using DeviceBuffer buffer = _device.Allocate(32);
        Fill<byte>(buffer, ElementType.UInt8, 3);
        Fill<uint>(buffer, ElementType.UInt32, 0x01020304);
        Fill(buffer, ElementType.Float64, Math.PI);
        Fill(buffer, ElementType.Int64, 0x0000000700000007L);
        _device.Fill(buffer, 2, 4, [1, 2]);
        Assert.Equal([1, 2, 1, 2], buffer.View(ElementType.UInt8, 2, 4).ToArray<byte>());
    }

    [Fact]
    public void Ranges_and_devices_are_checked()
    {
        using DeviceBuffer buffer = _device.Allocate(20), foreign = Devices.Get("cpu").Allocate(20);
        Assert.Equal(
            "[buffer] a range must lie within the buffer. Got offset 8 and 13 bytes in a buffer of 20 bytes. (Parameter 'offset')",
            Assert.Throws<ArgumentException>(() => _device.Read(buffer, 8, new byte[13])).Message);
        Assert.Equal(
            "[buffer] a buffer must belong to the device. Got a buffer of cpu on cuda:0. (Parameter 'buffer')",
            Assert.Throws<ArgumentException>(() => _device.Copy(foreign, 0, buffer, 0, 4)).Message);
    }

    private static void Fill<T>(DeviceBuffer buffer, ElementType type, T value)
        where T : unmanaged
    {
        buffer.View(type).Fill(value);
        Assert.All(buffer.View(type).ToArray<T>(), element => Assert.Equal(value, element));
    }
}
