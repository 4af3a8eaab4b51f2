namespace IlgpuConv.Runtime;

/// <summary>The <c>cpu</c> device: always present.</summary>
internal sealed class CpuProvider : DeviceProvider
{
    public override IReadOnlyList<DeviceEntry> Find() => [new("cpu", null)];

    public override Device Open(string id) => new CpuDevice();
}
