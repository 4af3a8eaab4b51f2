namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>An array declared inside a loop that is unrolled becomes registers in every copy of the loop.</summary>
public class UnrolledArrayTests
{
    [Theory]
    [InlineData("Vectors16")]
    [InlineData("Vectors8")]
    [InlineData("Scalar")]
    public void Array_of_an_unrolled_loop_lies_in_registers(string method)
    {
        string text = CompiledSource.Of("""
            namespace Test;
            internal static class K
            {
                [Kernel]
                internal static void Sums(ArrayView<float> x, ArrayView<float> y)
                {
                    int lane = Grid.IdxX * Group.DimX + Group.IdxX;
                    var sum = new float[2];
                    for (int s = 0; s < Unroll.Count(2); s++)
                    {
                        var kept = new float[3];
                        for (int v = 0; v < 3; v++) kept[v] = x[lane + s * 64 + v * 16];
                        for (int v = 0; v < 3; v++) sum[s] += kept[v] * kept[2 - v];
                    }
                    y[lane] = sum[0] - sum[1];
                }
            }
            """).Generated("K.Sums.g.cs");
        int at = text.LastIndexOf($"static void {method}(", StringComparison.Ordinal);
        Assert.DoesNotContain("stackalloc", text[at..text.IndexOf("\n        }\n", at, StringComparison.Ordinal)], StringComparison.Ordinal);
    }
}
