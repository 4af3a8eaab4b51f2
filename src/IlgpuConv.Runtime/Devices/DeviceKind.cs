namespace IlgpuConv.Runtime;

/// <summary>What a device is.</summary>
public enum DeviceKind
{
    /// <summary>The scalar definition that every other device is compared with.</summary>
    Reference,

    /// <summary>The processor of this machine.</summary>
    Cpu,

    /// <summary>A graphics processor or another accelerator with its own memory, and every device that runs a lane as a work item.</summary>
    Gpu,
}
