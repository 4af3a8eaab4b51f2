namespace IlgpuConv.Runtime;

/// <summary>What a device can do, as values: a plan asks these and never the device's name.</summary>
/// <param name="Kind">What the device is.</param>
/// <param name="Lanes">Lanes of a group of a kernel whose elements have 4 bytes.</param>
/// <param name="Threads">Groups that run at the same time: worker threads or compute units.</param>
/// <param name="VectorRegisters">Vector registers of a thread, which bound the tile that a kernel may keep in them.</param>
/// <param name="MaxMemory">Bytes of memory.</param>
/// <param name="SupportsDouble">Whether kernels in double precision run.</param>
/// <param name="UsesHostMemory">Whether a buffer's handle is an address in this process.</param>
public sealed record DeviceCapabilities(
    DeviceKind Kind,
    int Lanes,
    int Threads,
    int VectorRegisters,
    long MaxMemory,
    bool SupportsDouble,
    bool UsesHostMemory);
