namespace IlgpuConv.Runtime.Tests;

/// <summary>Whether this machine has OpenCL. With <c>ILGPUCONV_REQUIRE_OPENCL=1</c> nothing is skipped, and what needs it fails without.</summary>
internal static class OpenClPresence
{
    /// <summary>Why tests of OpenCL are skipped, or null.</summary>
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("ILGPUCONV_REQUIRE_OPENCL") == "1" || Devices.All.Any(entry => entry.Id == "opencl:0" && entry.IsPresent)
            ? null
            : "no OpenCL device: " + Devices.All.First(entry => entry.Id.StartsWith("opencl", StringComparison.Ordinal)).AbsentBecause;
}
