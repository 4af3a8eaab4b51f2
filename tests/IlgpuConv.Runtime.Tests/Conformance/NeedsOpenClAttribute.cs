using Xunit.Abstractions;
using Xunit.Sdk;

namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>The tests of the class need an OpenCL device.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsOpenClAttribute : Attribute
{
    /// <summary>The one test case that says why a test is skipped, or null when it runs.</summary>
    internal static IXunitTestCase? Skip(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method)
    {
        if (!method.TestClass.Class.GetCustomAttributes(typeof(NeedsOpenClAttribute)).Any() || OpenClPresence.SkipReason is not { } reason) return null;
        return new XunitSkippedDataRowTestCase(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, reason);
    }
}
