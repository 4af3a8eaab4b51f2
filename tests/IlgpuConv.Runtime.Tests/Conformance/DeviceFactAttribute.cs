using Xunit.Sdk;

namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>A test that is skipped in classes marked <see cref="NeedsOpenClAttribute"/> where there is no OpenCL.</summary>
[XunitTestCaseDiscoverer("IlgpuConv.Runtime.Tests.Conformance.DeviceFactDiscoverer", "IlgpuConv.Runtime.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeviceFactAttribute : FactAttribute;
