using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>What is outside the kernel language is reported: the rule, at the offending text, and nothing else.</summary>
public class DiagnosticTests
{
    private const string Add = "[Kernel] internal static void Add(ArrayView<float> x, ArrayView<float> y, int n)";

    /// <summary>The rule, the text that it underlines, and members of a kernel class.</summary>
    private static readonly (string Id, string Text, string Members)[] s_rows =
    [
        // Declarations.
        ("ICK101", "Run", "[Kernel] internal static int Run(ArrayView<float> x) => 0;"),
        ("ICK101", "Run", "[Kernel] internal static void Run<T>(ArrayView<float> x) { }"),
        ("ICK101", "Run", "[Kernel] private static void Run(ArrayView<float> x) { }"),
        ("ICK101", "Run", "internal static class Inner { [Kernel] internal static void Run(ArrayView<float> x) { } }"),
        ("ICK102", "b", "[Kernel] internal static void Run(ArrayView<float> x, bool b) { }"),
        ("ICK102", "s", "[Kernel] internal static void Run(ArrayView<float> x, string s) { }"),
        ("ICK102", "a", "[Kernel] internal static void Run(ArrayView<float> x, float[] a) { }"),
        ("ICK102", "b", "[Kernel] internal static void Run(ArrayView<bool> b) { }"),
        ("ICK102", "h", "[Kernel] internal static void Run(ArrayView<Half> h) { }"),
        ("ICK102", "d", "[Kernel] internal static void Run(ArrayView<float> x, decimal d) { }"),
        ("ICK102", "b", "[Kernel] internal static void Run(ArrayView<float> x, byte b) { }"),
        ("ICK102", "n", "[Kernel] internal static void Run(ArrayView<float> x, nint n) { }"),
        ("ICK102", "s", "internal struct Size { public int N; } [Kernel] internal static void Run(ArrayView<float> x, Size s) { }"),
        ("ICK103", "s", "internal readonly record struct Size(int N, float F); [Kernel] internal static void Run(ArrayView<float> x, Size s) { }"),
        ("ICK103", "s", "internal readonly record struct In(bool B); internal readonly record struct Size(In I); [Kernel] internal static void Run(ArrayView<float> x, Size s) { }"),
        ("ICK104", "Run", "[Kernel] internal static void Run(ArrayView<float> x) { x[0] = Interop.IntAsFloat(Interop.FloatAsInt(x[0]) + 1); }"),
        ("ICK104", "Run", "[Kernel(Twin = \"Other\")] internal static void Run(ArrayView<float> x) { x[0] = 1; }"),
        ("ICK502", "n", "[Kernel] internal static void Run(ArrayView<float> x, in int n) { }"),
        ("ICK502", "n", "[Kernel] internal static void Run(ArrayView<float> x, ref int n) { }"),
        // Statements.
        ("ICK201", "int Local() => n;", $"{Add} {{ int Local() => n; x[0] = Local(); }}"),
        ("ICK201", "switch (n) { case 1: x[0] = 1; break; }", $"{Add} {{ switch (n) {{ case 1: x[0] = 1; break; }} }}"),
        ("ICK201", "foreach (int v in new int[3]) x[0] = v;", $"{Add} {{ foreach (int v in new int[3]) x[0] = v; }}"),
        ("ICK201", "throw new Exception();", $"{Add} {{ if (n < 0) throw new Exception(); }}"),
        ("ICK201", "try { x[0] = 1; } finally { }", $"{Add} {{ try {{ x[0] = 1; }} finally {{ }} }}"),
        ("ICK201", "r = ref x[0]", $"{Add} {{ ref float r = ref x[0]; r = 1; }}"),
        ("ICK201", "lock (typeof(int)) { }", $"{Add} {{ lock (typeof(int)) {{ }} }}"),
        ("ICK201", "(a, b) = (b, a)", $"{Add} {{ int a = 1, b = 2; (a, b) = (b, a); x[0] = a - b; }}"),
        ("ICK201", "new float[2, 2]", $"{Add} {{ var a = new float[2, 2]; }}"),
        // Expressions.
        ("ICK201", "new object()", $"{Add} {{ x[0] = new object() == null ? 1 : 2; }}"),
        ("ICK201", "n switch { 1 => 2, _ => 3 }", $"{Add} {{ x[0] = n switch {{ 1 => 2, _ => 3 }}; }}"),
        ("ICK201", "x[0] % 2", $"{Add} {{ y[0] = x[0] % 2; }}"),
        ("ICK201", "y[1] %= 2", $"{Add} {{ y[1] %= 2; }}"),
        ("ICK201", "_", $"{Add} {{ _ = x[0]; }}"),
        ("ICK201", "s_state", $"static int s_state; {Add} {{ x[0] = s_state; }}"),
        ("ICK201", "s_table", $"static readonly int[] s_table = [1, 2]; {Add} {{ x[0] = s_table[n]; }}"),
        ("ICK201", "n is 1 or 2", $"{Add} {{ if (n is 1 or 2) x[0] = 1; }}"),
        ("ICK301", "Environment.ProcessorCount", $"{Add} {{ x[0] = Environment.ProcessorCount; }}"),
        ("ICK202", "s = \"a\"", $"{Add} {{ string s = \"a\"; }}"),
        ("ICK202", "f = () => 1", $"{Add} {{ Func<int> f = () => 1; }}"),
        ("ICK201", "(1, 2)", $"{Add} {{ var t = (1, 2); }}"),
        ("ICK202", "d = 1", $"{Add} {{ decimal d = 1; }}"),
        ("ICK202", "i = 1", $"{Add} {{ nint i = 1; }}"),
        ("ICK202", "s = 1", $"{Add} {{ short s = 1; }}"),
        ("ICK203", "n += 1", $"{Add} {{ x[0] = n += 1; }}"),
        ("ICK203", "n++", $"{Add} {{ x[n++] = 1; }}"),
        // Calls.
        ("ICK301", "BitConverter.SingleToUInt32Bits(x[0])", $"{Add} {{ y[0] = BitConverter.SingleToUInt32Bits(x[0]); }}"),
        ("ICK301", "float.IsNaN(x[0])", $"{Add} {{ if (float.IsNaN(x[0])) y[0] = 1; }}"),
        ("ICK302", "Again(n - 1)", $"static int Again(int n) {{ if (n > 0) return Again(n - 1); return 0; }} {Add} {{ x[0] = Again(n); }}"),
        ("ICK501", "MathF.FusedMultiplyAdd(x[0], x[1], x[2])", $"{Add} {{ y[0] = MathF.FusedMultiplyAdd(x[0], x[1], x[2]); }}"),
        ("ICK501", "Math.Clamp(n, 0, 1)", $"{Add} {{ y[0] = Math.Clamp(n, 0, 1); }}"),
        ("ICK501", "MathF.Round(x[0])", $"{Add} {{ y[0] = MathF.Round(x[0]); }}"),
        // Constants and control.
        ("ICK401", "new float[n]", $"{Add} {{ var a = new float[n]; }}"),
        ("ICK401", "SharedMemory.Allocate<float>(n)", $"{Add} {{ ArrayView<float> a = SharedMemory.Allocate<float>(n); }}"),
        ("ICK401", "n", $"static void Body(ArrayView<float> x, [Constant] int tile) {{ x[0] = tile; }} {Add} {{ Body(x, n); }}"),
        ("ICK401", "Unroll.By(n, n)", $"{Add} {{ for (int i = 0; i < Unroll.By(n, n); i++) x[i] = i; }}"),
        ("ICK401", "Add", $"{Add} {{ for (int i = 0; i < Unroll.Count(n); i++) x[i] = i; }}"),
        ("ICK402", "Group.Barrier()", $"{Add} {{ if (Group.IdxX < n) Group.Barrier(); }}"),
        ("ICK402", "Group.Barrier()", $"{Add} {{ if (Group.IdxX >= n) return; Group.Barrier(); }}"),
        ("ICK402", "Group.Barrier()", $"{Add} {{ for (int i = 0; i < (int)x[Group.IdxX]; i++) Group.Barrier(); }}"),
        ("ICK402", "Group.Barrier()", $"{Add} {{ int i = 0; while (true) {{ if (i > Group.IdxX) break; i++; Group.Barrier(); }} }}"),
        // What ILGPU would find in the file.
        ("ICK503", "u", $"{Add} {{ uint u = (uint)n; x[u] = 1; }}"),
        ("ICK503", "b[0]", "[Kernel] internal static void Run(ArrayView<float> x, ArrayView<byte> b) { x[0] = x[b[0]]; }"),
        ("ICK504", "x:", "[Kernel] internal static void Run(ArrayView<float> x) { x[0] = XMath.Max(x: x[0], x[1]); }"),
        ("ICK505", "IlgpuConv.Kernels", "[Kernel] internal static void Run(IlgpuConv.Kernels.ArrayView<float> x) { x[0] = 1; }"),
    ];

    private static readonly Lazy<CompiledSource> s_source = new(() =>
        CompiledSource.Of([.. s_rows.Select((r, i) => $"namespace Test{i}\n{{\ninternal static class K\n{{\n{r.Members}\n}}\n}}\n")]));

    public static TheoryData<int, string, string> Rows
    {
        get
        {
            var data = new TheoryData<int, string, string>();
            for (int i = 0; i < s_rows.Length; i++) data.Add(i, s_rows[i].Id, s_rows[i].Text);
            return data;
        }
    }

    /// <summary>The rules that the rows trigger.</summary>
    public static IEnumerable<string> Ids => s_rows.Select(r => r.Id).Distinct();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Rule_is_reported_at_the_text_that_breaks_it(int row, string id, string text)
    {
        Diagnostic[] found = [.. s_source.Value.Diagnostics.Where(d => d.Location.GetLineSpan().Path == $"File{row}.cs" && IsRelevant(d))];
        Assert.True(found.Length == 1, $"{found.Length} diagnostics: {string.Join("\n", found.AsEnumerable())}");
        Assert.Equal((id, text, 4), (found[0].Id, s_source.Value.TextAt(found[0]), found[0].Location.GetLineSpan().StartLinePosition.Line));
    }

    [Fact]
    public void All_faults_of_a_kernel_are_reported()
    {
        CompiledSource source = CompiledSource.Class(
            """
            [Kernel] internal static void Run(ArrayView<float> x, int n)
            {
                string s = "a";
                for (int i = 0; i < n; i++)
                {
                    x[i] = x[i] % 2;
                    switch (n) { default: break; }
                }
                if (n > 0) throw new Exception();
                var a = new float[n];
                a[0] = 1;
            }
            """);
        Assert.Equal(
            ["ICK202 6", "ICK201 9", "ICK201 10", "ICK201 12", "ICK401 13"],
            source.Diagnostics.Where(IsRelevant).Select(d => $"{d.Id} {d.Location.GetLineSpan().StartLinePosition.Line + 1}"));
    }

    [Fact]
    public void Both_ends_of_a_goto_are_reported()
    {
        CompiledSource source = CompiledSource.Class($"{Add} {{ if (n < 0) goto end; x[0] = 1; end: x[1] = 2; }}");
        Assert.Equal(["goto end;", "end: x[1] = 2;"], source.Diagnostics.Where(IsRelevant).Select(source.TextAt));
    }

    [Fact]
    public void A_message_says_what_to_write_instead()
    {
        CompiledSource source = CompiledSource.Class($"{Add} {{ y[0] = MathF.FusedMultiplyAdd(x[0], x[1], x[2]); }}");
        Assert.Equal(
            "ILGPU 1.5.3 does not take 'System.MathF.FusedMultiplyAdd(float, float, float)'; write a * b + c, which is one fused multiply-add on every device",
            source.Diagnostics.Single(IsRelevant).GetMessage());
    }

    [Fact]
    public void Code_that_does_not_compile_is_the_compilers_to_report()
    {
        CompiledSource source = CompiledSource.Class($"{Add} {{ y[0] = x[0] + missing; }}\n[Kernel] internal static void Run(Missing m) {{ }}");
        Assert.All(source.Diagnostics, d => Assert.StartsWith("CS", d.Id));
        Assert.NotEmpty(source.Diagnostics);
    }

    [Fact]
    public void A_kernel_of_the_language_has_no_diagnostics() =>
        Assert.Empty(CompiledSource.Class($"{Add} {{ int i = Grid.IdxX * Group.DimX + Group.IdxX; if (i < n) y[i] = XMath.Max(x[i], 0f); }}").Diagnostics);

    private static bool IsRelevant(Diagnostic d) => d.Id.StartsWith("ICK", StringComparison.Ordinal);
}
