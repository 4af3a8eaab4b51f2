namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>A convolution of tiles of pixels x vectors, as the library writes them.</summary>
internal static class ConvolutionText
{
    public const string Source = """
        namespace Test;
        public readonly record struct ConvArgs(int N, int H, int W, int I, int Ho, int Wo, int O, int K, int Stride, int Pad, int Dil);
        internal static class K
        {
            [Kernel]
            internal static void Conv6x4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> y, ConvArgs a) => Body(x, w, y, a, 6, 4);

            static void Body(ArrayView<float> x, ArrayView<float> w, ArrayView<float> y, in ConvArgs a, [Constant] int tile, [Constant] int vectors)
            {
                int lane = Group.IdxX, block = vectors * Group.DimX;
                int n = Grid.IdxZ / a.Ho, oy = Grid.IdxZ % a.Ho;
                int ox = XMath.Min(Grid.IdxY * tile, a.Wo - tile);
                var acc = new float[tile * vectors];
                var offset = new int[tile];
                var inside = new bool[tile];
                var weight = new float[vectors];
                for (int r = 0; r < a.K; r++)
                {
                    int iy = oy * a.Stride - a.Pad + r * a.Dil;
                    if (iy < 0 || iy >= a.H) continue;
                    for (int s = 0; s < a.K; s++)
                    {
                        bool all = true;
                        for (int p = 0; p < tile; p++)
                        {
                            int ix = (ox + p) * a.Stride - a.Pad + s * a.Dil;
                            inside[p] = ix >= 0 && ix < a.W;
                            all = all && inside[p];
                            offset[p] = ((n * a.H + iy) * a.W + ix) * a.I;
                        }
                        int at = (Grid.IdxX * a.K * a.K + r * a.K + s) * a.I * block + lane;
                        if (all)
                        {
                            for (int c = 0; c < Unroll.By(4, a.I); c++)
                            {
                                for (int v = 0; v < vectors; v++) weight[v] = w[at + c * block + v * Group.DimX];
                                for (int p = 0; p < tile; p++)
                                {
                                    float value = x[offset[p] + c];
                                    for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * weight[v];
                                }
                            }
                        }
                        else
                        {
                            for (int c = 0; c < a.I; c++)
                            {
                                for (int v = 0; v < vectors; v++) weight[v] = w[at + c * block + v * Group.DimX];
                                for (int p = 0; p < tile; p++)
                                {
                                    float value = inside[p] ? x[offset[p] + c] : 0f;
                                    for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * weight[v];
                                }
                            }
                        }
                    }
                }
                int first = Grid.IdxX * block + lane;
                for (int p = 0; p < tile; p++)
                {
                    int to = ((n * a.Ho + oy) * a.Wo + ox + p) * a.O;
                    for (int v = 0; v < vectors; v++)
                    {
                        int oc = first + v * Group.DimX;
                        if (oc < a.O) y[to + oc] = acc[p * vectors + v];
                    }
                }
            }
        }
        """;

    private static readonly Lazy<CompiledSource> s_source = new(() => CompiledSource.Of(Source));

    public static CompiledSource Compiled => s_source.Value;

    /// <summary>The method of the float kernel for vectors of <paramref name="lanes"/> floats.</summary>
    public static string Vectors(CompiledSource source, string kernel, int lanes)
    {
        string text = source.Generated($"K.{kernel}.g.cs");
        int at = text.LastIndexOf($"static void Vectors{lanes}(", StringComparison.Ordinal);
        int end = text.IndexOf("\n        }\n", at, StringComparison.Ordinal);
        return text[at..end];
    }
}
