namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Lanes that read within one vector of shared memory are a load and a permutation, where that vector surely lies in it.</summary>
public class ArrayPermutationTests
{
    [Theory]
    [InlineData("16 + lane + 1 - 2 * (lane % 2)", true)]
    [InlineData("lane + 8 - 16 * (lane / 8 % 2)", true)]
    [InlineData("17 + lane + 1 - 2 * (lane % 2)", false)] // the last vector of the array ends before
    [InlineData("n + lane + 1 - 2 * (lane % 2)", false)] // n may be anything
    public void Vector_within_the_array_is_loaded_at_once(string index, bool isPermuted)
    {
        string text = CompiledSource.Of($$"""
            namespace Test;
            internal static class K
            {
                [Kernel]
                internal static void Swap(ArrayView<float> x, ArrayView<float> y, int n)
                {
                    int lane = Group.IdxX;
                    var row = SharedMemory.Allocate<float>(32);
                    row[lane] = x[lane];
                    row[16 + lane] = x[16 + lane];
                    Group.Barrier();
                    y[lane] = row[{{index}}];
                }
            }
            """).Generated("K.Swap.g.cs");
        int at = text.LastIndexOf("static void Vectors16(", StringComparison.Ordinal);
        Assert.Equal(isPermuted, text[at..text.IndexOf("\n        }\n", at, StringComparison.Ordinal)].Contains(".Shuffle(", StringComparison.Ordinal));
    }
}
