using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>A fault of the compiler is reported at the kernel, and does not take the other kernels with it.</summary>
public class FaultTests
{
    /// <summary>The rule that these tests trigger.</summary>
    public const string Id = "ICK901";

    [Fact]
    public void Fault_is_reported_at_the_kernel_with_its_message()
    {
        CompiledSource source = CompiledSource.Class("[Kernel] internal static void Run(ArrayView<float> x) { }");
        IMethodSymbol method = source.Input.GetTypeByMetadataName("Test.K")!.GetMembers("Run").OfType<IMethodSymbol>().Single();
        var found = new List<DiagnosticInfo>();
        Assert.Null(KernelGenerator.Guarded<string>(method, found, () => throw new InvalidOperationException("[compiler] rule broken.")));
        Diagnostic diagnostic = Assert.Single(found).ToDiagnostic();
        Assert.Equal((Id, "Run", "[compiler] rule broken."), (diagnostic.Id, source.TextAt(diagnostic), diagnostic.GetMessage()));
    }

    [Fact]
    public void Without_a_fault_the_result_is_kept()
    {
        var found = new List<DiagnosticInfo>();
        Assert.Equal("kernel", KernelGenerator.Guarded(null!, found, () => "kernel"));
        Assert.Empty(found);
    }
}
