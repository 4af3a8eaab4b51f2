namespace IlgpuConv.Runtime;

/// <summary>A device that <see cref="Devices"/> knows of.</summary>
/// <param name="Id">The name that selects it.</param>
/// <param name="AbsentBecause">Why it cannot be used on this machine, or null when it can.</param>
public sealed record DeviceEntry(string Id, string? AbsentBecause)
{
    /// <summary>The driver's name of the device, which selects it too; empty where the id says all.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the device is.</summary>
    public DeviceKind Kind { get; init; } = DeviceKind.Cpu;

    /// <summary>Whether <see cref="Devices.Get"/> gives the device.</summary>
    public bool IsPresent => AbsentBecause is null;
}
