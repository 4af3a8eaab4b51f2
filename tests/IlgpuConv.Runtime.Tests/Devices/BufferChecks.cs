namespace IlgpuConv.Runtime.Tests;

/// <summary>What buffers of every device do.</summary>
internal static class BufferChecks
{
    public static void CopiesGoBothWaysAndOverlap(Device device)
    {
        using DeviceBuffer buffer = device.Allocate(40), other = device.Allocate(16);
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

    public static void FillsRepeatAPatternOfEverySize(Device device)
    {
        using DeviceBuffer buffer = device.Allocate(32);
        Fill<byte>(buffer, ElementType.UInt8, 3);
        Fill<uint>(buffer, ElementType.UInt32, 0x01020304);
        Fill(buffer, ElementType.Float64, Math.PI);
        Fill(buffer, ElementType.Int64, 0x0000000700000007L);
        device.Fill(buffer, 2, 4, [1, 2]);
        Assert.Equal([1, 2, 1, 2], buffer.View(ElementType.UInt8, 2, 4).ToArray<byte>());
        Assert.Equal(
            "[buffer] a fill repeats a pattern of 1, 2, 4 or 8 bytes a whole number of times at a multiple of its size. " +
            "Got 4 bytes over 10 bytes at offset 0. (Parameter 'pattern')",
            Assert.Throws<ArgumentException>(() => device.Fill(buffer, 0, 10, [1, 2, 3, 4])).Message);
    }

    public static void ZeroBytesAreLegal(Device device)
    {
        using DeviceBuffer buffer = device.Allocate(0);
        Assert.NotEqual(0, buffer.Handle);
        Assert.Empty(buffer.View(ElementType.Float32).ToArray<float>());
        buffer.View(ElementType.Float32).Fill(1f);
        buffer.View(ElementType.Float32).CopyFrom<float>([]);
        device.Copy(buffer, 0, buffer, 0, 0);
    }

    /// <summary>What is refused.</summary>
    /// <param name="device">The device.</param>
    /// <param name="other">Another one.</param>
    public static void RangesAndDevicesAreChecked(Device device, string other)
    {
        using DeviceBuffer buffer = device.Allocate(20), foreign = Devices.Get(other).Allocate(20);
        Assert.Equal(
            "[buffer] a range must lie within the buffer. Got offset 8 and 13 bytes in a buffer of 20 bytes. (Parameter 'offset')",
            Assert.Throws<ArgumentException>(() => device.Read(buffer, 8, new byte[13])).Message);
        Assert.Equal(
            $"[buffer] a buffer must belong to the device. Got a buffer of {other} on {device.Id}. (Parameter 'buffer')",
            Assert.Throws<ArgumentException>(() => device.Copy(foreign, 0, buffer, 0, 4)).Message);
    }

    private static void Fill<T>(DeviceBuffer buffer, ElementType type, T value)
        where T : unmanaged
    {
        buffer.View(type).Fill(value);
        Assert.All(buffer.View(type).ToArray<T>(), element => Assert.Equal(value, element));
    }
}
