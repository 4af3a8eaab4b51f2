using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Typing does not compile kernels again: only what changed in meaning goes past the first step.</summary>
public class IncrementalTests
{
    private const string Two = """
        namespace Test;
        internal static class K
        {
            [Kernel]
            internal static void First(ArrayView<float> x, int n)
            {
                int i = Grid.IdxX * Group.DimX + Group.IdxX;
                if (i < n) x[i] = x[i] * 2;
            }

            [Kernel]
            internal static void Second(ArrayView<float> x, int n)
            {
                int i = Grid.IdxX * Group.DimX + Group.IdxX;
                if (i < n) x[i] = Helper(x[i]);
            }

            private static float Helper(float v) => v + 1;
        }
        """;

    private const string Other = "namespace Test; internal static class Other { internal static int Value => 1; }";

    [Theory]
    [InlineData("x[i] * 2;", "x[i] * 2; // twice")]
    [InlineData("int i = Grid", "int i   =\n\n   Grid")]
    [InlineData("namespace Test;", "// a file of kernels\nnamespace Test;")]
    [InlineData("private static float Helper(float v) => v + 1;", "private static float Helper(float v) { return v + 1; }")]
    public void Edit_without_meaning_changes_nothing(string text, string edited)
    {
        CompiledSource after = CompiledSource.Of(Two, Other).EditFile("File0.cs", t => t.Replace(text, edited, StringComparison.Ordinal));
        Assert.All(Kernels(after), r => Assert.True(r is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached, $"{r}"));
        Assert.All(Outputs(after), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void Edit_of_another_file_changes_nothing()
    {
        CompiledSource after = CompiledSource.Of(Two, Other).EditFile("File1.cs", t => t.Replace("=> 1", "=> 2", StringComparison.Ordinal));
        Assert.All(Kernels(after), r => Assert.True(r is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached, $"{r}"));
        Assert.All(Outputs(after), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Theory]
    [InlineData("x[i] * 2", "x[i] * 3", "K.First")]
    [InlineData("v + 1", "v + 2", "K.Second")]
    public void Changed_kernel_is_compiled_alone(string text, string edited, string kernel)
    {
        CompiledSource before = CompiledSource.Of(Two, Other);
        CompiledSource after = before.EditFile("File0.cs", t => t.Replace(text, edited, StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Modified], Kernels(after).OrderBy(r => r == IncrementalStepRunReason.Modified));
        string[] changed = [.. after.Result.GeneratedSources.Where(s => before.Generated(s.HintName) != s.SourceText.ToString()).Select(s => s.HintName)];
        Assert.Equal([$"Test.{kernel}.g.cs"], changed);
        Assert.Equal(2, Outputs(after).Count(r => r == IncrementalStepRunReason.Cached));
    }

    [Fact]
    public void Removed_kernel_takes_its_files_along()
    {
        CompiledSource after = CompiledSource.Of(Two, Other).EditFile("File0.cs", t => t.Replace("    [Kernel]\n    internal static void Second", "    internal static void Second", StringComparison.Ordinal));
        Assert.Equal(["Test.K.First.Launch.g.cs", "Test.K.First.g.cs"], after.Result.GeneratedSources.Select(s => s.HintName).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<IncrementalStepRunReason> Kernels(CompiledSource source) => source.Result.TrackedSteps["Kernels"].SelectMany(s => s.Outputs).Select(o => o.Reason);

    private static IEnumerable<IncrementalStepRunReason> Outputs(CompiledSource source) =>
        source.Result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason);
}
