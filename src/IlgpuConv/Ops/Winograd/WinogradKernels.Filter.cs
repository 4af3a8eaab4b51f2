namespace IlgpuConv.Ops;

/// <content>
/// The transform of the filter, <c>G g Gᵀ</c>: G takes the filter's polynomial at the points, divided by the product of p - q over the other points.
/// </content>
internal static partial class WinogradKernels
{
    [Kernel]
    internal static void Filter2(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => Filter(w, packed, a, a.StrideOut, 2);

    [Kernel]
    internal static void Filter4(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => Filter(w, packed, a, a.StrideOut, 4);

    [Kernel]
    internal static void FilterContiguous2(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => Filter(w, packed, a, 1, 2);

    [Kernel]
    internal static void FilterContiguous4(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => Filter(w, packed, a, 1, 4);

    // Grid: x channels of a block, y channels that are summed over, z blocks.
    private static void Filter(ArrayView<float> w, ArrayView<float> packed, in WinogradFilterArgs a, int strideOut, [Constant] int outputs)
    {
        int j = Grid.IdxX * Group.DimX + Group.IdxX, c = Grid.IdxY;
        int o = Grid.IdxZ * a.Width + j, points = (outputs + 2) * (outputs + 2);
        if (j < a.Width)
        {
            Filter(
                w, packed, a.First + c * a.StrideIn + o * strideOut, a.StrideH, a.StrideW, c < a.In && o < a.Out,
                (Grid.IdxZ * points * a.InRows + c) * a.Width + j, a.InRows * a.Width, outputs);
        }
    }

    private static void Filter(
        ArrayView<float> w, ArrayView<float> packed, int from, int strideH, int strideW, bool inside, int to, int step, [Constant] int outputs)
    {
        var t = new float[3 * (outputs + 2)];
        for (int r = 0; r < 3; r++)
        {
            float g0 = inside ? w[from + r * strideH] : 0f;
            float g1 = inside ? w[from + r * strideH + strideW] : 0f;
            float g2 = inside ? w[from + r * strideH + 2 * strideW] : 0f;
            if (outputs == 2)
            {
                t[r * 4] = g0;
                t[r * 4 + 1] = 0.5f * (g0 + g2) + 0.5f * g1;
                t[r * 4 + 2] = 0.5f * (g0 + g2) - 0.5f * g1;
                t[r * 4 + 3] = g2;
            }
            else
            {
                float near = -0.68840336134453782f * g0 - 0.26890756302521008f * g2, far = 0.11951447245564893f * g0 + 0.26890756302521008f * g2;
                t[r * 6] = 1.1377777777777778f * g0;
                t[r * 6 + 1] = near - 0.43025210084033612f * g1;
                t[r * 6 + 2] = near + 0.43025210084033612f * g1;
                t[r * 6 + 3] = far + 0.17927170868347339f * g1;
                t[r * 6 + 4] = far - 0.17927170868347339f * g1;
                t[r * 6 + 5] = g2;
            }
        }
        for (int q = 0; q < outputs + 2; q++)
        {
            float g0 = t[q], g1 = t[outputs + 2 + q], g2 = t[2 * (outputs + 2) + q];
            if (outputs == 2)
            {
                packed[to + q * step] = g0;
                packed[to + (4 + q) * step] = 0.5f * (g0 + g2) + 0.5f * g1;
                packed[to + (8 + q) * step] = 0.5f * (g0 + g2) - 0.5f * g1;
                packed[to + (12 + q) * step] = g2;
            }
            else
            {
                float near = -0.68840336134453782f * g0 - 0.26890756302521008f * g2, far = 0.11951447245564893f * g0 + 0.26890756302521008f * g2;
                packed[to + q * step] = 1.1377777777777778f * g0;
                packed[to + (6 + q) * step] = near - 0.43025210084033612f * g1;
                packed[to + (12 + q) * step] = near + 0.43025210084033612f * g1;
                packed[to + (18 + q) * step] = far + 0.17927170868347339f * g1;
                packed[to + (24 + q) * step] = far - 0.17927170868347339f * g1;
                packed[to + (30 + q) * step] = g2;
            }
        }
    }
}
