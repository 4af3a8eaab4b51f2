using IlgpuConv.Runtime;
using static IlgpuConv.KernelCompiler.Tests.Inputs;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Every statement form, in every form of the kernel, against the kernel as plain C#.</summary>
public class StatementTests
{
    /// <summary>Bodies over <c>x</c> (floats), <c>n</c> (ints), the work item <c>i</c>, the lane-varying <c>k</c> and uniform <c>u</c>; the result is <c>y[i]</c>.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "if", "float r = 1; if (k > 3) r = 2; y[i] = r;" },
        { "if else", "float r; if (k > 3) r = x[i]; else { r = x[i] * 2; r += 1; } y[i] = r;" },
        { "if else if", "float r = 0; if (k < -5) r = 1; else if (k < 0) r = 2; else if (k < 5) r = 3; else r = 4; y[i] = r;" },
        { "nested if", "float r = 0; if (k > 0) { if (k % 2 == 0) r = 1; else r = 2; r += 5; } y[i] = r;" },
        { "uniform if", "float r = 0; if (u > 2) r = x[i]; else r = -x[i]; y[i] = r;" },
        { "uniform condition over load", "float v = u > 3 ? x[i] : 0f; y[i] = v;" },
        { "varying condition over load", "float v = k > 0 ? x[i] : 0f; y[i] = v;" },
        { "for", "float r = 0; for (int j = 0; j < u; j++) r += x[(i + j) % length]; y[i] = r;" },
        { "for to varying limit", "float r = 0; for (int j = 0; j < k; j++) r += j; y[i] = r;" },
        { "for from varying start", "float r = 0; for (int j = k; j < 7; j += 2) r += j; y[i] = r;" },
        { "for with varying step", "float r = 0; for (int j = 0; j < 30; j += (k & 3) + 1) r += j; y[i] = r;" },
        { "for down", "float r = 0; for (int j = u; j > 0; j--) r = r * 2 + x[(i + j) % length]; y[i] = r;" },
        { "for down to zero", "float r = 0; for (int j = u; j >= 0; j -= 2) r = r + j * x[i]; y[i] = r;" },
        { "for to inclusive", "float r = 0; for (int j = 1; j <= u; j++) r += j; y[i] = r;" },
        { "for not equal", "float r = 0; for (int j = 0; j != u; j++) r += j; y[i] = r;" },
        { "for over long", "float r = 0; for (long j = 0; j < u; j++) r += j; y[i] = r;" },
        { "for whose limit changes", "float r = 0; int m = 3; for (int j = 0; j < m; j++) { r += j; if (j == 1) m = 6; } y[i] = r;" },
        { "for whose variable is set", "float r = 0; for (int j = 0; j < 12; j++) { r += j; if (j == 4) j = 8; } y[i] = r;" },
        { "for of two variables", "float r = 0; for (int j = 0, m = 9; j < m; j++, m--) r += j * m; y[i] = r;" },
        { "for without condition", "float r = 0; for (int j = 0; ; j++) { if (j > u) break; r += j; } y[i] = r;" },
        { "break", "float r = 0; for (int j = 0; j < 20; j++) { if (j > k) break; r += j; } y[i] = r;" },
        { "uniform break", "float r = 0; for (int j = 0; j < 20; j++) { if (j > u) break; r += x[i]; } y[i] = r;" },
        { "continue", "float r = 0; for (int j = 0; j < 9; j++) { if (j % 3 == 1) continue; r += j; } y[i] = r;" },
        { "varying continue", "float r = 0; for (int j = 0; j < 9; j++) { if ((j + k) % 3 == 1) continue; r += j; } y[i] = r;" },
        { "continue then break", "float r = 0; for (int j = 0; j < 20; j++) { if (j == 3) continue; if (j == k) break; r += j; } y[i] = r;" },
        { "break in a nested loop", "float r = 0; for (int j = 0; j < 5; j++) { for (int m = 0; m < 5; m++) { if (m == k) break; r += m; } r += 10; } y[i] = r;" },
        { "while", "int j = 0; float r = 0; while (j < u) { r += j; j += 2; } y[i] = r;" },
        { "varying while", "int j = k; float r = 0; while (j > 0) { r += j; j /= 2; } y[i] = r;" },
        { "do", "int j = 0; do { j += 3; } while (j < u); y[i] = j;" },
        { "varying do", "int j = k; do { j += 3; } while (j < 7); y[i] = j;" },
        { "do with continue", "int j = 0; float r = 0; do { j++; if (j % 2 == 0) continue; r += j; } while (j < u); y[i] = r;" },
        { "while true", "int j = 0; while (true) { j += 2; if (j > k) break; } y[i] = j;" },
        { "return", "y[i] = 1; if (k > 0) return; y[i] = 2;" },
        { "uniform return", "y[i] = 1; if (u > 3) return; y[i] = 2;" },
        { "return in a loop", "y[i] = 1; for (int j = 0; j < 9; j++) { if (j == k) return; y[i] += j; } y[i] = -y[i];" },
        { "return in a while", "int j = 0; y[i] = 5; while (true) { j++; if (j > k) { y[i] = j; return; } }" },
        { "two returns", "if (k < 0) { y[i] = 1; return; } if (k > 5) { y[i] = 2; return; } y[i] = 3;" },
        { "conditional", "y[i] = k > 0 ? x[i] : k < -9 ? 1f : -x[i];" },
        { "short circuit", "bool b = k > 0 && x[i + (k > 0 ? 0 : length - 1 - i)] > 0 || u == 3; y[i] = b ? 1 : 0;" },
        { "short circuit guards an index", "int j = i - 1; bool b = j >= 0 && x[j] > 0; y[i] = b ? 1 : 0;" },
        { "bool local", "bool b = k > 0; if (u > 2) b = !b; bool c = b ^ (k % 2 == 0); y[i] = b == c ? 1 : c != true ? 2 : 3;" },
        { "compound on a view", "y[i] = 3; y[i] += x[i]; y[i] *= 2; y[i] -= 1; y[i] /= 2;" },
        { "increment on a view", "y[i] = x[i]; y[i]++; y[i]--; y[i]++;" },
        { "two sets beside each other", "float r = x[i]; r = r + 1; r = r * r; y[i] = r;" },
        { "swap", "float a = x[i], b = x[0]; float t = a; a = b; b = t; y[i] = a * 3 + b;" },
        { "parameter set", "u = u + 2; length -= 1; y[i] = u + length;" },
        { "local array", "var a = new float[4]; for (int j = 0; j < 4; j++) a[j] = x[(i + j) % length]; float r = 0; for (int j = 0; j < 4; j++) r = r * 3 + a[j]; y[i] = r;" },
        { "local array is zero", "var a = new int[3]; a[1] = k; y[i] = a[0] + a[1] + a[2];" },
        { "local array in a loop is zero again", "float r = 0; for (int j = 0; j < u; j++) { var a = new float[2]; a[0] += 1; a[1] += k; r += a[0] + a[1]; } y[i] = r;" },
        { "local array by a varying index", "var a = new int[8]; for (int j = 0; j < 8; j++) a[j] = j * j + k; y[i] = a[k & 7] + a[(k + 1) & 7];" },
        { "local array set by a varying index", "var a = new int[8]; a[k & 7] = 5; a[(k + 3) & 7] += 2; float r = 0; for (int j = 0; j < 8; j++) r = r * 2 + a[j]; y[i] = r;" },
        { "local array by a uniform index", "var a = new float[70]; for (int j = 0; j < 70; j++) a[j] = j * x[i]; y[i] = a[u] + a[69];" },
        { "array initialiser", "int[] a = { 3, 1, 4, 1, 5 }; y[i] = a[u % 5] + a[2];" },
        { "array length", "var a = new int[5]; y[i] = a.Length + x.IntLength + (int)x.Length;" },
        { "local memory", "ArrayView<int> a = LocalMemory.Allocate<int>(3); for (int j = 0; j < 3; j++) a[j] = j + k; y[i] = a[0] * a[1] - a[2];" },
        { "array under a varying if", "var a = new float[3]; if (k > 0) { a[0] = 1; a[2] = k; } y[i] = a[0] + a[1] + a[2];" },
        { "unroll by", "float r = 0; for (int j = 0; j < Unroll.By(4, u); j++) r = r * 2 + x[(i + j) % length]; y[i] = r;" },
        { "unroll count", "float r = 0; for (int j = 0; j < Unroll.Count(5); j++) r = r * 2 + j; y[i] = r;" },
        { "unroll by with continue", "float r = 0; for (int j = 0; j < Unroll.By(3, 10); j++) { if (j == u) continue; r += j; } y[i] = r;" },
        { "loop of unrolled loops", "var a = new float[6]; for (int j = 0; j < u; j++) for (int m = 0; m < 6; m++) a[m] += m * x[(i + j) % length]; float r = 0; for (int m = 0; m < 6; m++) r += a[m]; y[i] = r;" },
        { "shadowed names", "float r = 0; for (int j = 0; j < 3; j++) { float t = j; r += t; } for (int j = 0; j < 3; j++) { float t = j * 2; r += t; } y[i] = r;" },
        { "names of keywords and of generated code", "float @class = x[i]; int range = u, gridX = 2, groups = 3; float args = @class + range; y[i] = args * gridX + groups;" },
        { "store then load", "y[i] = 2; float r = y[i]; y[i] = r + y[i];" },
        { "load before store", "float r = x[i]; x[i] = 9; y[i] = r + x[i];" },
        { "load in a loop after a store", "for (int j = 0; j < 3; j++) { y[i] = (j == 0 ? 1 : y[i]) + x[i]; }" },
        { "variable of an outer scope set in a loop under a condition", "int c = 0; for (int j = 0; j < u + 3; j++) if ((k + j) % 2 == 0) c++; y[i] = c;" },
    };

    private static readonly Lazy<CompiledSource> s_source = new(() => CompiledSource.Class(string.Join("\n", Bodies.Select((row, i) => $$"""
        [Kernel]
        internal static void Run{{i}}(ArrayView<float> x, ArrayView<int> n, ArrayView<float> y, int u, int length)
        {
            int i = Grid.IdxX * Group.DimX + Group.IdxX;
            if (i >= length) return;
            int k = n[i];
            {{row[1]}}
        }
        """))));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Form_computes_what_plain_CSharp_does(string name, string body)
    {
        int index = Bodies.ToList().FindIndex(row => name.Equals(row[0]) && body.Equals(row[1]));
        foreach (int length in new[] { 37, 64 })
            KernelRun.Agree(s_source.Value, $"Run{index}", new LaunchGrid(length), 1e-5, Floats(length), Ints(length), new float[length], 5, length);
    }
}
