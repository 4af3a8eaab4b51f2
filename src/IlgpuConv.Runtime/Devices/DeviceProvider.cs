namespace IlgpuConv.Runtime;

/// <summary>Finds and opens the devices of one kind; a new kind is one provider in <see cref="Devices"/>.</summary>
public abstract class DeviceProvider
{
    /// <summary>The devices of this kind on this machine, or one absent entry that says why there are none.</summary>
    public abstract IReadOnlyList<DeviceEntry> Find();

    /// <summary>Other ways to open a device of this kind: what may follow its id after a slash.</summary>
    public virtual IReadOnlyList<string> Forms => [];

    /// <summary>Opens a device that <see cref="Find"/> lists as present; one of <see cref="Forms"/> may follow its id.</summary>
    public abstract Device Open(string id);
}
