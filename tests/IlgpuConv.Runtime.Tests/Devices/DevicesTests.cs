namespace IlgpuConv.Runtime.Tests;

/// <summary>Devices are found by name, shared, and absent with a reason.</summary>
public sealed class DevicesTests
{
    [Fact]
    public void Devices_are_listed_and_shared()
    {
        Assert.Contains(new DeviceEntry("cpu", null), Devices.All);
        Assert.Contains(new DeviceEntry("reference", null), Devices.All);
        Assert.Same(Devices.Get("cpu"), Devices.Best());
        Devices.Get("cpu").Dispose();
        using DeviceBuffer buffer = Devices.Get("cpu").Allocate(1);
        Assert.Same(Devices.Get("cpu"), buffer.Device);
    }

    [Fact]
    public void Capabilities_are_values()
    {
        DeviceCapabilities cpu = Devices.Get("cpu").Capabilities;
        Assert.Equal((DeviceKind.Cpu, true, true), (cpu.Kind, cpu.SupportsDouble, cpu.UsesHostMemory));
        Assert.Equal(Environment.ProcessorCount, cpu.Threads);
        Assert.Contains(cpu.Lanes, new[] { 4, 8, 16 });
        Assert.Equal(3, new CpuDevice(3).Capabilities.Threads);
        Assert.Equal((DeviceKind.Reference, 32), (new ReferenceDevice(32).Capabilities.Kind, new ReferenceDevice(32).Capabilities.Lanes));
    }

    [Fact]
    public void An_unknown_device_is_refused_with_a_list()
    {
        Devices.Add(new AbsentProvider());
        Assert.Equal(
            "[device] a device must be one of cpu, reference. Got gpu. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => Devices.Get("gpu")).Message);
        Assert.Equal(
            "[device] a device must be present. Got test:0, which is absent: there is no driver. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => Devices.Get("test:0")).Message);
        Assert.Contains(Devices.All, entry => entry.Id == "test:0" && !entry.IsPresent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void Counts_out_of_range_are_refused(int count)
    {
        Assert.StartsWith(
            $"[device] the number of threads must lie in 1 to 1024. Got {count}.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CpuDevice(count)).Message);
        Assert.StartsWith(
            $"[device] a group has 1 to 1024 lanes. Got {count}.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ReferenceDevice(count)).Message);
        Assert.StartsWith(
            "[device] vectors have 128, 256 or 512 bits. Got 64.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CpuDevice(1, 64)).Message);
    }

    private sealed class AbsentProvider : DeviceProvider
    {
        public override IReadOnlyList<DeviceEntry> Find() => [new("test:0", "there is no driver")];

        public override Device Open(string id) => throw new InvalidOperationException(id);
    }
}
