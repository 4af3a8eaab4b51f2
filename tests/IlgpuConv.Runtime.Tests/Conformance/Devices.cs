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
