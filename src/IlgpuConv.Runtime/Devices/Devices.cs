namespace IlgpuConv.Runtime;

/// <summary>The devices of this machine, by name; each is opened once and shared.</summary>
public static class Devices
{
    private static readonly Lock s_lock = new();
    private static readonly List<DeviceProvider> s_providers = [new CpuProvider(), new ReferenceProvider(), CudaProvider.OfMachine, OpenClProvider.OfMachine];
    private static readonly Dictionary<string, Device> s_open = [];

    /// <summary>Every device that is known, and why the absent ones are absent.</summary>
    public static IReadOnlyList<DeviceEntry> All
    {
        get
        {
            lock (s_lock) return [.. s_providers.SelectMany(provider => provider.Find())];
        }
    }

    /// <summary>Adds devices of another kind, for packages that bring their own.</summary>
    public static void Add(DeviceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        lock (s_lock) s_providers.Add(provider);
    }

    /// <summary>
    /// The device called <paramref name="id"/>; the same object at every call. It is shared: disposing it does nothing. An id
    /// (<c>opencl:1</c>), a kind (<c>opencl</c>: its first device), or a part of the driver's name that only one device has
    /// (<c>radeon</c>); after a slash another form of it (<c>opencl:0/items</c>).
    /// </summary>
    /// <exception cref="ArgumentException">There is no such device, or several; the message lists those that exist.</exception>
    public static Device Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (s_lock)
        {
            if (s_open.TryGetValue(id, out Device? open)) return open;
            string[] parts = id.Split('/', 2);
            (DeviceProvider provider, DeviceEntry entry) = Find(parts[0]);
            if (entry.AbsentBecause is { } reason)
                throw new ArgumentException($"[device] a device must be present. Got {id}, which is absent: {reason}.", nameof(id));
            if (parts.Length > 1 && !provider.Forms.Contains(parts[1]))
            {
                string forms = provider.Forms.Count == 0 ? "no other form" : $"the forms {string.Join(", ", provider.Forms)}";
                throw new ArgumentException($"[device] what follows a slash must be a form of the device. Got {id}; {entry.Id} has {forms}.", nameof(id));
            }
            string full = parts.Length > 1 ? $"{entry.Id}/{parts[1]}" : entry.Id;
            if (s_open.TryGetValue(full, out open)) return open;
            Device device = provider.Open(full);
            device.IsShared = true;
            return s_open[full] = device;
        }
    }

    /// <summary>The fastest device of this machine: a GPU where there is one, else <c>cpu</c>.</summary>
    public static Device Best() => Get(All.FirstOrDefault(entry => entry is { IsPresent: true, Kind: DeviceKind.Gpu })?.Id ?? "cpu");

    /// <summary>The entry that a name selects, present or not.</summary>
    private static (DeviceProvider Provider, DeviceEntry Entry) Find(string name)
    {
        // One kind after the other: what is always there must not wait for a driver.
        foreach (DeviceProvider provider in s_providers)
            if (provider.Find().FirstOrDefault(entry => entry.Id == name) is { } exact) return (provider, exact);

        (DeviceProvider Provider, DeviceEntry Entry)[] all = [.. s_providers.SelectMany(provider => provider.Find().Select(entry => (provider, entry)))];
        string kind = name.Split(':')[0];
        if (all.FirstOrDefault(one => one.Entry.Id == kind && !one.Entry.IsPresent) is { Entry: not null } absent) return absent;
        (DeviceProvider Provider, DeviceEntry Entry)[] ofKind = [.. all.Where(one => one.Entry.Id.StartsWith(name + ":", StringComparison.Ordinal))];
        if (ofKind.Length > 0) return ofKind.OrderByDescending(one => one.Entry.IsPresent).First();
        (DeviceProvider Provider, DeviceEntry Entry)[] named =
            [.. all.Where(one => name.Length > 0 && one.Entry.IsPresent && one.Entry.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
        if (named.Length == 1) return named[0];
        throw new ArgumentException(
            named.Length > 1
                ? $"[device] a part of a name must select one device. Got {name}, which is in {List(named.Select(one => one.Entry))}."
                : $"[device] a device must be one of {List(all.Select(one => one.Entry).Where(entry => entry.IsPresent))}. Got {name}.",
            "id");
    }

    private static string List(IEnumerable<DeviceEntry> entries) =>
        string.Join(", ", entries.Select(entry => entry.Name.Length == 0 ? entry.Id : $"{entry.Id} ({entry.Name})"));
}
