namespace IlgpuConv.Runtime.Tests;

/// <summary>A test that needs an OpenCL device.</summary>
internal sealed class OpenClFactAttribute : FactAttribute
{
    public OpenClFactAttribute() => Skip = OpenClPresence.SkipReason;
}
