namespace IlgpuConv.Runtime;

/// <summary>
/// The devices of every OpenCL platform: <c>opencl:0</c>, <c>opencl:1</c>, … in the driver's order. After <c>/items</c>, as in
/// <c>opencl:0/items</c>, a processor runs kernels as work items, the way a GPU does.
/// </summary>
/// <param name="libraryNames">The names of the library.</param>
internal sealed class OpenClProvider(IReadOnlyList<string> libraryNames) : DeviceProvider
{
    private readonly Lock _lock = new();
    private IReadOnlyList<OpenClDeviceInfo>? _devices;
    private string? _absentBecause;

    /// <summary>The devices behind this machine's OpenCL library.</summary>
    public static OpenClProvider OfMachine { get; } = new(OpenClLibrary.UsualNames);

    public override IReadOnlyList<string> Forms => ["items"];

    public override IReadOnlyList<DeviceEntry> Find()
    {
        IReadOnlyList<OpenClDeviceInfo> devices = Devices();
        if (_absentBecause is not null) return [new DeviceEntry("opencl", _absentBecause)];
        return
        [
            .. devices.Select(info => new DeviceEntry(info.Id, info.AbsentBecause)
            {
                Name = info.Name,
                Kind = info.IsProcessor ? DeviceKind.Cpu : DeviceKind.Gpu,
            }),
        ];
    }

    public override Device Open(string id)
    {
        string[] parts = id.Split('/');
        return Open(parts[0], new OpenClOptions { Form = parts.Length > 1 ? OpenClForm.WorkItems : OpenClForm.Automatic });
    }

    /// <summary>Opens the device called <paramref name="id"/>.</summary>
    /// <exception cref="ArgumentException">There is none, or it cannot run kernels.</exception>
    public OpenClDevice Open(string id, OpenClOptions options)
    {
        OpenClDeviceInfo? info = Devices().FirstOrDefault(info => info.Id == id);
        string? reason = info is not null ? info.AbsentBecause : _absentBecause ?? $"there are {Devices().Count} OpenCL devices";
        if (reason is not null) throw new ArgumentException($"[device] a device must be present. Got {id}, which is absent: {reason}.", nameof(id));
        return new OpenClDevice(info!, options);
    }

    private IReadOnlyList<OpenClDeviceInfo> Devices()
    {
        lock (_lock)
        {
            if (_devices is not null) return _devices;
            if (OpenClLibrary.Load(libraryNames, out _absentBecause) is not { } library) return _devices = [];
            return _devices = FaultHandlers.Keep(() => OpenClDeviceInfo.All(library, out _absentBecause));
        }
    }
}
