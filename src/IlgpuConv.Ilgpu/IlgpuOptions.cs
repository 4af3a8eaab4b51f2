namespace IlgpuConv.Ilgpu;

/// <summary>How an <see cref="IlgpuDevice"/> runs kernels.</summary>
public sealed record IlgpuOptions
{
    /// <summary>
    /// Lanes of a group, or null for the usual number: 1 on ILGPU's CPU accelerator, where each lane is a thread, and a warp elsewhere.
    /// </summary>
    public int? Lanes { get; init; }

    /// <summary>Which text of a kernel ILGPU compiles.</summary>
    public IlgpuText Text { get; init; }
}
