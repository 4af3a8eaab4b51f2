namespace IlgpuConv.Runtime;

/// <summary>The <c>reference</c> device with groups of one lane: always present.</summary>
internal sealed class ReferenceProvider : DeviceProvider
{
    public override IReadOnlyList<DeviceEntry> Find() => [new("reference", null)];

    public override Device Open(string id) => new ReferenceDevice();
}
