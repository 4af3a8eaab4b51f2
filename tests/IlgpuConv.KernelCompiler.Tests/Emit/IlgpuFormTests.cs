using System.Collections;
using System.Reflection;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>What a kernel that is compiled against ILGPU gets: its scalar form over ILGPU's types, and an entry for the bridge.</summary>
public class IlgpuFormTests
{
    private const string Rows = """
        [Kernel] internal static void Rows(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, int k, Size size)
        {
            int column = Grid.IdxX * Group.DimX + Group.IdxX;
            if (column >= size.N) return;
            var acc = new float[2];
            for (int j = 0; j < k; j++)
                for (int p = 0; p < 2; p++) acc[p] += a[(Grid.IdxY * 2 + p) * k + j] * b[j * size.N + column];
            for (int p = 0; p < 2; p++) y[(Grid.IdxY * 2 + p) * size.N + column] = XMath.Max(acc[p], 0.1f);
        }
        internal readonly record struct Size(int N);
        """;

    private const string Stage = """
        [Kernel] internal static void Stage(ArrayView<float> x, [Workspace] ArrayView<float> work, ArrayView<int> count)
        {
            ArrayView<float> row = SharedMemory.Allocate<float>(32);
            int lane = Group.IdxX;
            row[lane] = x[(long)Grid.IdxZ * work.Length + lane];
            Group.Barrier();
            int former = Atomic.Add(ref count[0], 1);
            if (former < work.Length) work[Grid.IdxY * Group.DimX + lane] = XMath.Exp(row[0]);
        }
        """;

    private const string Plain = "[Kernel] internal static void Plain(ArrayView<int> x, int n) { int i = Grid.IdxX; if (i < n) x[i] = n; }";

    [Theory]
    [InlineData("Rows", Rows)]
    [InlineData("Stage", Stage)]
    public void Emitted_text_is(string name, string members)
    {
        CompiledSource source = IlgpuStubs.Compile(members);
        Assert.Empty(source.Diagnostics);
        Snapshot.Match($"{name}.ilgpu.cs", source.Generated($"K.{name}.g.cs"));
    }

    [Fact]
    public void There_is_a_table_and_no_launch()
    {
        CompiledSource source = IlgpuStubs.Compile(Rows + Stage + Plain);
        Assert.Equal(
            ["ILGPU.Test.K.Plain.g.cs", "ILGPU.Test.K.Rows.g.cs", "ILGPU.Test.K.Stage.g.cs", "KernelTable.g.cs"],
            source.Result.GeneratedSources.Select(s => s.HintName).Order(StringComparer.Ordinal));
        object[] forms = [.. ((IEnumerable)source.Assembly.GetType("Compiled.KernelTable")!
            .GetMethod("All", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, null)!).Cast<object>()];
        Assert.Equal(
            [
                "ILGPU.Test.K.Plain: source Plain, preferred",
                "ILGPU.Test.K.Rows: source Rows",
                "ILGPU.Test.K.Rows/f64: no source",
                "ILGPU.Test.K.Stage: no source",
                "ILGPU.Test.K.Stage/f64: no source",
            ],
            forms.Select(Describe));
    }

    [Fact]
    public void A_kernel_of_our_own_language_gets_none() =>
        Assert.DoesNotContain(
            CompiledSource.Class("[Kernel] internal static void Run(ArrayView<float> x) { x[0] = 1; }").Result.GeneratedSources,
            s => s.HintName == "KernelTable.g.cs");

    private static string Describe(object form)
    {
        object? Get(string name) => form.GetType().GetProperty(name)!.GetValue(form);
        string source = Get("Source") is MethodInfo method ? $"source {method.Name}" : "no source";
        Assert.NotNull(Get("Scalar"));
        return $"{Get("Name")}: {source}{((bool)Get("PrefersSource")! ? ", preferred" : "")}";
    }
}
