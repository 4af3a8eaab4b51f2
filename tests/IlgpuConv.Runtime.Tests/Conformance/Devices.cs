namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>The widest vectors of this machine, two threads.</summary>
public sealed class CpuConformance() : DeviceConformance(() => new CpuDevice(2));

/// <summary>Vectors of 256 bits.</summary>
public sealed class Cpu256Conformance() : DeviceConformance(() => new CpuDevice(2, 256));

/// <summary>Vectors of 128 bits.</summary>
public sealed class Cpu128Conformance() : DeviceConformance(() => new CpuDevice(2, 128));

/// <summary>Groups of one lane.</summary>
public sealed class Reference1Conformance() : DeviceConformance(() => new ReferenceDevice(1));

/// <summary>Groups of three lanes.</summary>
public sealed class Reference3Conformance() : DeviceConformance(() => new ReferenceDevice(3));

/// <summary>Groups of 32 lanes.</summary>
public sealed class Reference32Conformance() : DeviceConformance(() => new ReferenceDevice(32));

/// <summary>The first OpenCL device as it is opened by default: vectors on a processor, work items on a GPU.</summary>
[NeedsOpenCl]
public sealed class OpenClConformance() : DeviceConformance(() => OpenClDevices.Open());

/// <summary>Vectors of 8 lanes.</summary>
[NeedsOpenCl]
public sealed class OpenCl8Conformance() : DeviceConformance(() => OpenClDevices.Open("vectors 8"));

/// <summary>Work items, in groups as large as the device likes them.</summary>
[NeedsOpenCl]
public sealed class OpenClItemsConformance() : DeviceConformance(() => OpenClDevices.Open("items"));

/// <summary>Work items in groups of three.</summary>
[NeedsOpenCl]
public sealed class OpenClItems3Conformance() : DeviceConformance(() => OpenClDevices.Open("items 3"));
