using IlgpuConv.PtxMachine;

namespace IlgpuConv.Runtime.Tests;

/// <summary>Copies and fills of a CUDA device over the driver of the tests.</summary>
public sealed class CudaBufferTests : IDisposable
{
    private readonly CudaDevice _device = FakeCuda.Open();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Copies_go_both_ways_and_overlap() => BufferChecks.CopiesGoBothWaysAndOverlap(_device);

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
    public void Fills_repeat_a_pattern_of_every_size() => BufferChecks.FillsRepeatAPatternOfEverySize(_device);

    [Fact]
    public void Zero_bytes_are_legal() => BufferChecks.ZeroBytesAreLegal(_device);

    [Fact]
    public void Ranges_and_devices_are_checked() => BufferChecks.RangesAndDevicesAreChecked(_device, "cpu");
}
