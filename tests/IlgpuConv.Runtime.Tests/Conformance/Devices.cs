using IlgpuConv.PtxMachine;

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

/// <summary>PTX, interpreted behind a CUDA driver of the tests, in groups as a GPU has them.</summary>
public sealed class PtxConformance() : DeviceConformance(() => FakeCuda.Open());

/// <summary>PTX in groups of 32.</summary>
public sealed class Ptx32Conformance() : DeviceConformance(() => FakeCuda.Open(32));

/// <summary>PTX in groups of three.</summary>
public sealed class Ptx3Conformance() : DeviceConformance(() => FakeCuda.Open(3));

/// <summary>PTX in groups of one.</summary>
public sealed class Ptx1Conformance() : DeviceConformance(() => FakeCuda.Open(1));

/// <summary>The device that <c>ILGPUCONV_CONFORMANCE_DEVICE</c> names, for <c>.ci/gpu</c>: the test host does not see the class.</summary>
internal sealed class NamedDeviceConformance()
    : DeviceConformance(() => Runtime.Devices.Get(Environment.GetEnvironmentVariable("ILGPUCONV_CONFORMANCE_DEVICE") ?? "cpu"));
