namespace IlgpuConv.Runtime;

/// <summary>The constants of the CUDA driver API that this library uses, with the values of <c>cuda.h</c>.</summary>
internal static class Cu
{
    public const int MaxThreadsPerBlock = 1;
    public const int WarpSize = 10;
    public const int MultiprocessorCount = 16;
    public const int MaxThreadsPerMultiprocessor = 39;
    public const int ComputeCapabilityMajor = 75;
    public const int ComputeCapabilityMinor = 76;
    public const int MaxBlocksPerMultiprocessor = 106;

    public const int JitErrorLogBuffer = 5;
    public const int JitErrorLogBufferSizeBytes = 6;

    public const uint StreamNonBlocking = 1;
    public const uint EventDisableTiming = 2;
    public const int CaptureRelaxed = 2;

    public const int OutOfMemory = 2;
    public const int NoDevice = 100;

    /// <summary>The most groups of a launch along y and z.</summary>
    public const int LargestGrid = 65535;
}
