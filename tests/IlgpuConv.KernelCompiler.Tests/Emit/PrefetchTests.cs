namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>A prefetch is one instruction of vector code and nothing elsewhere.</summary>
public class PrefetchTests
{
    private static readonly string s_text = CompiledSource.Of("""
        namespace Test;
        internal static class K
        {
            [Kernel]
            internal static void Sum(ArrayView<float> x, ArrayView<float> y, int length)
            {
                for (int c = 0; c < length; c += 16) Prefetch.Near(x, length + c);
                float sum = 0f;
                for (int c = 0; c < length; c++) sum += x[c];
                y[Grid.IdxX * Group.DimX + Group.IdxX] = sum;
            }
        }
        """).Generated("K.Sum.g.cs");

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void Vector_code_prefetches_by_a_moving_pointer(int lanes)
    {
        string text = Method($"Vectors{lanes}");
        Assert.Equal(1, text.Split("CacheLine.Prefetch(x_at").Length - 1);
    }

    [Fact]
    public void Scalar_code_has_neither_the_prefetch_nor_its_loop()
    {
        string text = Method("Scalar");
        Assert.DoesNotContain("Prefetch", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("for (").Length - 1);
    }

    [Fact]
    public void An_index_may_be_long()
    {
        string text = CompiledSource.Of("""
            namespace Test;
            internal static class K
            {
                [Kernel]
                internal static void Set(ArrayView<float> y, long far)
                {
                    Prefetch.Near(y, far + 16);
                    y[Grid.IdxX * Group.DimX + Group.IdxX] = 1f;
                }
            }
            """).Generated("K.Set.g.cs");
        Assert.Contains("CacheLine.Prefetch(y + ", text, StringComparison.Ordinal);
        Assert.Contains("far", text[text.IndexOf("CacheLine.Prefetch(", StringComparison.Ordinal)..][..80], StringComparison.Ordinal);
    }

    private static string Method(string name)
    {
        int at = s_text.LastIndexOf($"static void {name}(", StringComparison.Ordinal);
        return s_text[at..s_text.IndexOf("\n        }\n", at, StringComparison.Ordinal)];
    }
}
