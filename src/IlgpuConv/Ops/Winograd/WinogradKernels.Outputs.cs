namespace IlgpuConv.Ops;

/// <content>The way back from the products of a tile, <c>Aᵀ m A</c>: Aᵀ has the powers of the points.</content>
internal static partial class WinogradKernels
{
    [Kernel]
    internal static void Outputs2([Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> y, WinogradArgs a) =>
        Outputs(work, bias, bias, y, a, 0, 2);

    [Kernel]
    internal static void Outputs4([Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> y, WinogradArgs a) =>
        Outputs(work, bias, bias, y, a, 0, 4);

    // On top of another tensor: a text of its own, which would take 2 to 4 % of the whole convolution where there is none.
    [Kernel]
    internal static void Outputs2OnTop(
        [Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, WinogradArgs a) =>
        Outputs(work, bias, start, y, a, 1, 2);

    [Kernel]
    internal static void Outputs4OnTop(
        [Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, WinogradArgs a) =>
        Outputs(work, bias, start, y, a, 1, 4);

    // Grid: x output channels of the part, y tiles of the block.
    private static void Outputs(
        ArrayView<float> work, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, in WinogradArgs a, [Constant] int onTop,
        [Constant] int outputs)
    {
        int size = outputs + 2;
        int part = Grid.IdxZ % a.Parts;
        int tile = Grid.IdxZ / a.Parts * a.SpanTiles + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SpanTiles && tile < a.Plane.Tiles)
        {
            int row = tile / a.Plane.TilesW;
            int n = row / a.Plane.TilesH;
            int h = First(row - n * a.Plane.TilesH, outputs, a.Plane.StepH), w = First(tile - row * a.Plane.TilesW, outputs, a.Plane.StepW);
            int o = (part * a.PartVectors + Grid.IdxX) * Group.DimX + Group.IdxX;
            int from = a.ProductsAt + (Grid.IdxX * a.BlockTiles + Grid.IdxY) * (size * size + 1) * Group.DimX + Group.IdxX;
            var t = new float[outputs * (outputs + 2)];
            for (int q = 0; q < size; q++)
            {
                float m1 = work[from + (size + q) * Group.DimX], m2 = work[from + (2 * size + q) * Group.DimX];
                if (outputs == 2)
                {
                    t[q] = work[from + q * Group.DimX] + (m1 + m2);
                    t[4 + q] = m1 - m2 + work[from + (12 + q) * Group.DimX];
                }
                else
                {
                    float m3 = work[from + (18 + q) * Group.DimX], m4 = work[from + (24 + q) * Group.DimX];
                    float s1 = m1 + m2, d1 = m1 - m2, s3 = m3 + m4, d3 = m3 - m4;
                    t[q] = work[from + q * Group.DimX] + (s1 + s3);
                    t[6 + q] = 0.625f * d1 + 1.5f * d3;
                    t[12 + q] = 0.390625f * s1 + 2.25f * s3;
                    t[18 + q] = 0.244140625f * d1 + (3.375f * d3 + work[from + (30 + q) * Group.DimX]);
                }
            }
            float b = a.Biased != 0 && o < a.Plane.Out ? bias[n * a.BiasBatch + o] : 0f;
            int to = ((n * a.Plane.OutHeight + h) * a.Plane.OutWidth + w) * a.Plane.DestinationPitch;
            int line = a.Plane.StepH * a.Plane.OutWidth * a.Plane.DestinationPitch, pitch = a.Plane.StepW * a.Plane.DestinationPitch;
            var v = new float[outputs];
            for (int j = 0; j < outputs; j++)
            {
                if (outputs == 2)
                {
                    v[0] = t[j * 4] + (t[j * 4 + 1] + t[j * 4 + 2]) + b;
                    v[1] = t[j * 4 + 1] - t[j * 4 + 2] + t[j * 4 + 3] + b;
                }
                else
                {
                    float s1 = t[j * 6 + 1] + t[j * 6 + 2], d1 = t[j * 6 + 1] - t[j * 6 + 2];
                    float s3 = t[j * 6 + 3] + t[j * 6 + 4], d3 = t[j * 6 + 3] - t[j * 6 + 4];
                    v[0] = t[j * 6] + (s1 + s3) + b;
                    v[1] = 0.625f * d1 + (1.5f * d3 + b);
                    v[2] = 0.390625f * s1 + (2.25f * s3 + b);
                    v[3] = 0.244140625f * d1 + (3.375f * d3 + (t[j * 6 + 5] + b));
                }
                if (onTop != 0 && h + j * a.Plane.StepH < a.Plane.OutHeight)
                {
                    for (int q = 0; q < outputs; q++)
                        v[q] += w + q * a.Plane.StepW < a.Plane.OutWidth && o < a.Plane.Out ? start[to + j * line + q * pitch + o] : 0f;
                }
                if (a.Activation != 0)
                {
                    for (int q = 0; q < outputs; q++) v[q] = v[q] < 0f ? 0f : v[q];
                }
                if (a.Activation == 2)
                {
                    for (int q = 0; q < outputs; q++) v[q] = v[q] > 6f ? 6f : v[q];
                }
                if (h + j * a.Plane.StepH < a.Plane.OutHeight)
                {
                    for (int q = 0; q < outputs; q++)
                        if (w + q * a.Plane.StepW < a.Plane.OutWidth && o < a.Plane.Out) y[to + j * line + q * pitch + o] = v[q];
                }
            }
        }
    }
}
