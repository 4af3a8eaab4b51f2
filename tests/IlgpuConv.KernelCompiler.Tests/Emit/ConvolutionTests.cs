using System.Text.RegularExpressions;
using IlgpuConv.Runtime;
using static IlgpuConv.KernelCompiler.Tests.Inputs;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The properties of the emitted text that the speed of a convolution rests on.</summary>
public partial class ConvolutionTests
{
    private const int Tile = 6, Vectors = 4, Step = Tile * Vectors;

    private static string Text => ConvolutionText.Vectors(ConvolutionText.Compiled, "Conv6x4", 16);

    [Theory]
    [InlineData("Gather")]
    [InlineData("Scatter")]
    [InlineData("stackalloc")]
    [InlineData("Barrier")]
    [InlineData("Vector1024")]
    public void Kernel_has_no(string slow)
    {
        foreach (int lanes in new[] { 16, 8, 4 })
            Assert.DoesNotContain(slow, ConvolutionText.Vectors(ConvolutionText.Compiled, "Conv6x4", lanes), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_product_is_a_fused_multiply_add()
    {
        // Four steps in the unrolled loop, one in its rest, one in the loop at the border.
        Assert.Equal((4 + 1 + 1) * Step, Count(Text, "FusedMultiplyAdd("));
        Assert.Equal(4 * Step, Count(InnerLoops(Text)[0], "FusedMultiplyAdd("));
    }

    [Fact]
    public void One_step_loads_each_weight_once_and_broadcasts_each_pixel_once()
    {
        string loop = InnerLoops(Text)[0];
        Assert.Equal(4 * Vectors, Count(loop, "Vector512.Load<float>("));
        Assert.Equal(4 * Tile, Count(loop, "Vector512.Create<float>("));
    }

    [Fact]
    public void One_pointer_moves_for_each_view_and_stride()
    {
        string[] loops = InnerLoops(Text);
        Assert.Equal(3, loops.Length);
        Assert.All(loops, loop => Assert.Equal(2, Advance().Count(loop)));
        Assert.All(loops, loop => Assert.DoesNotContain("x[", loop, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_tail_is_masked()
    {
        Assert.Equal(Step, Count(Text, "Vector512.Store("));
        Assert.Equal(Step, Count(Text, "MaskStore("));
        Assert.DoesNotContain("MaskLoad", Text, StringComparison.Ordinal);
        Assert.All(InnerLoops(Text), loop => Assert.DoesNotContain("mask", loop, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(1, 7, 7, 3, 5, 3, 1, 1, 1)]
    [InlineData(2, 9, 8, 6, 70, 3, 1, 1, 1)]
    [InlineData(1, 15, 15, 4, 33, 3, 2, 1, 1)]
    [InlineData(1, 12, 14, 5, 64, 3, 1, 2, 2)]
    [InlineData(1, 6, 6, 8, 16, 1, 1, 0, 1)]
    public void Kernel_computes_the_convolution(int n, int h, int w, int ic, int oc, int k, int stride, int pad, int dil)
    {
        int ho = (h + 2 * pad - dil * (k - 1) - 1) / stride + 1, wo = (w + 2 * pad - dil * (k - 1) - 1) / stride + 1;
        float[] x = Floats(n * h * w * ic), weights = Floats(oc * k * k * ic, 9);
        object args = Activator.CreateInstance(ConvolutionText.Compiled.Assembly.GetType("Test.ConvArgs")!, n, h, w, ic, ho, wo, oc, k, stride, pad, dil)!;
        foreach (int bits in new[] { 512, 256, 128 })
        {
            using var device = new CpuDevice(1, bits);
            int block = Vectors * bits / 32, blocks = (oc + block - 1) / block;
            var packed = new float[blocks * k * k * ic * block];
            for (int o = 0; o < oc; o++)
                for (int r = 0; r < k * k; r++)
                    for (int i = 0; i < ic; i++) packed[(((o / block * k * k) + r) * ic + i) * block + o % block] = weights[(o * k * k + r) * ic + i];
            object[] got = KernelRun.On(device, ConvolutionText.Compiled, "Conv6x4", new LaunchGrid(blocks * bits / 32, (wo + Tile - 1) / Tile, n * ho), x, packed, new float[n * ho * wo * oc], args);
            Assert.Equal(Convolution(x, weights, n, h, w, ic, oc, k, stride, pad, dil, ho, wo), (float[])got[2]);
        }
    }

    private static float[] Convolution(float[] x, float[] weights, int n, int h, int w, int ic, int oc, int k, int stride, int pad, int dil, int ho, int wo)
    {
        var y = new float[n * ho * wo * oc];
        for (int at = 0; at < y.Length; at++)
        {
            int o = at % oc, ox = at / oc % wo, oy = at / oc / wo % ho, b = at / oc / wo / ho;
            for (int r = 0; r < k; r++)
            {
                for (int s = 0; s < k; s++)
                {
                    int iy = oy * stride - pad + r * dil, ix = ox * stride - pad + s * dil;
                    if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
                    for (int i = 0; i < ic; i++) y[at] += x[((b * h + iy) * w + ix) * ic + i] * weights[((o * k + r) * k + s) * ic + i];
                }
            }
        }
        return y;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>The innermost loops with products in them, in order.</summary>
    private static string[] InnerLoops(string text) => [.. Loop().Matches(text).Select(m => m.Value).Where(l => l.Contains("FusedMultiplyAdd", StringComparison.Ordinal))];

    [GeneratedRegex(@"\n( *)for \([^\n]*\n\1\{\n(?:(?!\n *for \()[\s\S])*?\n\1\}")]
    private static partial Regex Loop();

    [GeneratedRegex(@"\n *\w+ \+= [^;]*;")]
    private static partial Regex Advance();
}
