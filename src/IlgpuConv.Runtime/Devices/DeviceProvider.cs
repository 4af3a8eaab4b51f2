namespace IlgpuConv.Runtime;

/// <summary>Finds and opens the devices of one kind; a new kind is one provider in <see cref="Devices"/>.</summary>
public abstract class DeviceProvider
{
    /// <summary>The devices of this kind on this machine, or one absent entry that says why there are none.</summary>
    public abstract IReadOnlyList<DeviceEntry> Find();

    /// <summary>Opens a device that <see cref="Find"/> lists as present.</summary>
    public abstract Device Open(string id);
}
