namespace IlgpuConv.Runtime;

/// <summary>The devices of the CUDA driver: <c>cuda:0</c>, <c>cuda:1</c>, … in its order.</summary>
/// <param name="load">Loads the driver: the library, or why there is none.</param>
internal sealed class CudaProvider(Func<(CudaLibrary? Library, string? AbsentBecause)> load) : DeviceProvider
{
    private readonly Lock _lock = new();
    private IReadOnlyList<CudaDeviceInfo>? _devices;
    private string? _absentBecause;

    /// <summary>The devices behind this machine's CUDA driver.</summary>
    public static CudaProvider OfMachine { get; } = new(() => (CudaLibrary.Load(CudaLibrary.UsualNames, out string? absentBecause), absentBecause));

    public override IReadOnlyList<DeviceEntry> Find()
    {
        IReadOnlyList<CudaDeviceInfo> devices = Devices();
        if (_absentBecause is not null) return [new DeviceEntry("cuda", _absentBecause) { Kind = DeviceKind.Gpu }];
        return [.. devices.Select(info => new DeviceEntry(info.Id, info.AbsentBecause) { Name = info.Name, Kind = DeviceKind.Gpu })];
    }

    public override Device Open(string id) => Open(id, new CudaOptions());

    /// <summary>Opens the device called <paramref name="id"/>.</summary>
    /// <exception cref="ArgumentException">There is none, or it cannot run kernels.</exception>
    public CudaDevice Open(string id, CudaOptions options)
    {
        CudaDeviceInfo? info = Devices().FirstOrDefault(info => info.Id == id);
        string? reason = info is not null ? info.AbsentBecause : _absentBecause ?? $"there are {Devices().Count} CUDA devices";
        if (reason is not null) throw new ArgumentException($"[device] a device must be present. Got {id}, which is absent: {reason}.", nameof(id));
        return new CudaDevice(info!, options);
    }

    private IReadOnlyList<CudaDeviceInfo> Devices()
    {
        lock (_lock)
        {
            if (_devices is not null) return _devices;
            (CudaLibrary? library, _absentBecause) = load();
            return _devices = library is null ? [] : CudaDeviceInfo.All(library, out _absentBecause);
        }
    }
}
