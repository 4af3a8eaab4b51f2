namespace IlgpuConv.Runtime;

/// <summary>The devices of this machine, by name; each is opened once and shared.</summary>
public static class Devices
{
    private static readonly Lock s_lock = new();
    private static readonly List<DeviceProvider> s_providers = [new CpuProvider(), new ReferenceProvider()];
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

    /// <summary>The device called <paramref name="id"/>; the same object at every call. It is shared: disposing it does nothing.</summary>
    /// <exception cref="ArgumentException">There is no such device; the message lists those that exist.</exception>
    public static Device Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (s_lock)
        {
            if (s_open.TryGetValue(id, out Device? open)) return open;
            foreach (DeviceProvider provider in s_providers)
            {
                if (provider.Find().FirstOrDefault(entry => entry.Id == id) is not { } found) continue;
                if (found.AbsentBecause is { } reason)
                    throw new ArgumentException($"[device] a device must be present. Got {id}, which is absent: {reason}.", nameof(id));
                Device device = provider.Open(id);
                device.IsShared = true;
                return s_open[id] = device;
            }
        }
        string present = string.Join(", ", All.Where(entry => entry.IsPresent).Select(entry => entry.Id));
        throw new ArgumentException($"[device] a device must be one of {present}. Got {id}.", nameof(id));
    }

    /// <summary>The fastest device of this machine.</summary>
    public static Device Best() => Get("cpu");
}
