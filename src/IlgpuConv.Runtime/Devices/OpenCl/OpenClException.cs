namespace IlgpuConv.Runtime;

/// <summary>A call to the OpenCL driver failed.</summary>
/// <param name="message">The call, the code by name and number, and the device.</param>
/// <param name="code">The code that the driver returned.</param>
public sealed class OpenClException(string message, int code) : Exception(message)
{
    /// <summary>The code that the driver returned, a <c>cl_int</c>.</summary>
    public int Code { get; } = code;

    internal static OpenClException Of(int code, string call, string device) =>
        new($"[opencl] a call to the driver must succeed. Got {OpenClErrors.Text(code)} from {call} on {device}.", code);
}
