using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime.Tests;

/// <summary>What a kernel writes begins at another place of a page than what it reads.</summary>
public sealed class ApartTests
{
    [Theory]
    [InlineData(4096)]
    [InlineData(100_000)]
    [InlineData(1_605_632)]
    [InlineData(9_000_001)]
    public void A_buffer_begins_behind_its_source_at_every_use(int bytes)
    {
        using var device = new CpuDevice(1);
        using DeviceBuffer source = device.Allocate(bytes + 4096), other = device.Allocate(bytes);
        byte[] content = new byte[bytes];
        for (int repeat = 0; repeat < 70; repeat++)
        {
            BufferView view = source.View(ElementType.UInt8).Slice(64 * (repeat % 3), bytes);
            using DeviceBuffer buffer = device.AllocateApart(view, bytes);
            Assert.Equal((view.Buffer.Handle + view.Offset + HostMemory.Behind) & 4095, buffer.Handle & 4095);
            Array.Fill(content, (byte)repeat);
            Marshal.Copy(content, 0, buffer.Handle, bytes);
            // Blocks without a source in between: the place is neither theirs nor kept.
            using DeviceBuffer between = device.Allocate(bytes);
            device.Write(between, 0, new byte[bytes]);
            Marshal.Copy(buffer.Handle, content, 0, bytes);
            Assert.False(content.AsSpan().ContainsAnyExcept((byte)repeat));
        }
    }

    [Fact]
    public void Small_buffers_and_none_are_legal()
    {
        using var device = new CpuDevice(1);
        using DeviceBuffer source = device.Allocate(100);
        foreach (int bytes in new[] { 0, 1, 64, 4095 })
        {
            using DeviceBuffer buffer = device.AllocateApart(source.View(ElementType.UInt8), bytes);
            device.Write(buffer, 0, new byte[bytes]);
            Assert.Equal(0, buffer.Handle & 63);
        }
        Assert.Equal(1, device.Memory.Blocks);
    }

    [Fact]
    public void Memory_goes_back_to_the_system_from_wherever_it_began()
    {
        using var device = new CpuDevice(1);
        using DeviceBuffer source = device.Allocate(10_000);
        for (int i = 0; i < 100; i++)
        {
            device.AllocateApart(source.View(ElementType.UInt8), 5000 + (100_000 * (i % 20))).Dispose();
            if (i % 7 == 0) device.Memory.Trim();
        }
        device.Memory.Trim();
        Assert.Equal(0, device.Memory.Cached);
    }
}
