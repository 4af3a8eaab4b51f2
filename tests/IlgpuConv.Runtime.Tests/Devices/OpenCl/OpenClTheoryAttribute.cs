namespace IlgpuConv.Runtime.Tests;

/// <summary>A theory that needs an OpenCL device.</summary>
internal sealed class OpenClTheoryAttribute : TheoryAttribute
{
    public OpenClTheoryAttribute() => Skip = OpenClPresence.SkipReason;
}
