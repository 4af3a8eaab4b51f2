namespace IlgpuConv.Runtime;

/// <summary>How to open a CUDA device.</summary>
public sealed record CudaOptions
{
    /// <summary>Lanes of a group, threads of a block: 1 to 1024; by default as many as fill a multiprocessor with the most blocks it takes.</summary>
    public int? Lanes { get; init; }
}
