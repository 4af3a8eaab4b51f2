using Xunit.Sdk;

namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>A theory that is skipped in classes marked <see cref="NeedsOpenClAttribute"/> where there is no OpenCL.</summary>
[XunitTestCaseDiscoverer("IlgpuConv.Runtime.Tests.Conformance.DeviceTheoryDiscoverer", "IlgpuConv.Runtime.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeviceTheoryAttribute : TheoryAttribute;
