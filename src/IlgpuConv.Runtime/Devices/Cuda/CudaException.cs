namespace IlgpuConv.Runtime;

/// <summary>A call to the CUDA driver failed.</summary>
/// <param name="message">The call, the code by name and number, and the device.</param>
/// <param name="code">The code that the driver returned.</param>
public sealed class CudaException(string message, int code) : Exception(message)
{
    /// <summary>The code that the driver returned, a <c>CUresult</c>.</summary>
    public int Code { get; } = code;
}
