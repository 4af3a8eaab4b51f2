namespace IlgpuConv.Runtime.Tests;

/// <summary>Devices are found by name, shared, and absent with a reason.</summary>
public sealed class DevicesTests
{
    [Fact]
    public void Devices_are_listed_and_shared()
    {
        Assert.Contains(new DeviceEntry("cpu", null), Devices.All);
        Assert.Contains(new DeviceEntry("reference", null), Devices.All);
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
        string known = string.Join(
            ", ", Devices.All.Where(entry => entry.IsPresent).Select(entry => entry.Name.Length == 0 ? entry.Id : $"{entry.Id} ({entry.Name})"));
        Assert.StartsWith("cpu, reference", known);
        Assert.Equal(
            $"[device] a device must be one of {known}. Got quantum:0. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => Devices.Get("quantum:0")).Message);
        Assert.Contains("Got . (", Assert.Throws<ArgumentException>(() => Devices.Get("")).Message);
    }

    [Fact]
    public void A_kind_a_part_of_the_name_and_a_form_select_a_device()
    {
        var provider = new NamedProvider();
        Devices.Add(provider);
        Assert.Equal("named:1", Devices.Get("named").Id);
        Assert.Same(Devices.Get("named"), Devices.Get("named:1"));
        Assert.Same(Devices.Get("named"), Devices.Get("SMALL quantum"));
        Assert.Equal("named:1/slow", Devices.Get("named/slow").Id);
        Assert.Same(Devices.Get("named/slow"), Devices.Get("small Quantum/slow"));
        Assert.Equal("named:2", Devices.Get("big").Id);
        Assert.Equal(
            "[device] a part of a name must select one device. Got quantum, which is in named:1 (a small quantum), named:2 (a big quantum). " +
            "(Parameter 'id')",
            Assert.Throws<ArgumentException>(() => Devices.Get("quantum")).Message);
        Assert.Equal(
            "[device] a device must be present. Got named:0, which is absent: it is switched off. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => Devices.Get("named:0")).Message);
        Assert.Equal(
            "[device] what follows a slash must be a form of the device. Got named:1/fast; named:1 has the forms slow. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => Devices.Get("named:1/fast")).Message);
        Assert.Equal(
            "[device] what follows a slash must be a form of the device. Got cpu/slow; cpu has no other form. (Parameter 'id')",
            Assert.Throws<ArgumentException>(() => Devices.Get("cpu/slow")).Message);
        Assert.Equal(3, provider.Opened);
    }

    [Fact]
    public void An_absent_kind_says_why()
    {
        Devices.Add(new AbsentProvider());
        foreach (string id in new[] { "test", "test:0", "test/slow" })
        {
            Assert.Equal(
                $"[device] a device must be present. Got {id}, which is absent: there is no driver. (Parameter 'id')",
                Assert.Throws<ArgumentException>(() => Devices.Get(id)).Message);
        }
        Assert.Contains(Devices.All, entry => entry.Id == "test" && !entry.IsPresent);
    }

    [Fact]
    public void The_best_device_is_a_gpu_or_the_processor_itself()
    {
        Device best = Devices.Best();
        DeviceEntry? gpu = Devices.All.FirstOrDefault(entry => entry.IsPresent && entry.Kind == DeviceKind.Gpu);
        Assert.Same(Devices.Get(gpu?.Id ?? "cpu"), best);
        Assert.True(best.Id == "cpu" || best.Capabilities.Kind == DeviceKind.Gpu);
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
        public override IReadOnlyList<DeviceEntry> Find() => [new("test", "there is no driver")];

        public override Device Open(string id) => throw new InvalidOperationException(id);
    }

    private sealed class NamedProvider : DeviceProvider
    {
        public int Opened { get; private set; }

        public override IReadOnlyList<string> Forms => ["slow"];

        public override IReadOnlyList<DeviceEntry> Find() =>
        [
            new("named:0", "it is switched off"),
            new("named:1", null) { Name = "a small quantum" },
            new("named:2", null) { Name = "a big quantum" },
        ];

        public override Device Open(string id)
        {
            Opened++;
            return new NamedDevice(id);
        }
    }
}
