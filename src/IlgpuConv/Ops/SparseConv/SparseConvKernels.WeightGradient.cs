namespace IlgpuConv.Ops;

/// <content>
/// The weight gradient <c>dw[t, c, o] = sum over the pairs (p, q) of tap t of x[p, c] dy[q, o]</c>. Lanes are output channels; a group owns a
/// part of the output sites and sums over its pairs tiles of input channels by vectors of output channels in registers. The parts, whose
/// number depends on the rulebook and the sizes only, are added in order by <see cref="SumParts"/>.
/// </content>
internal static partial class SparseConvKernels
{
    [Kernel]
    internal static void WeightGradient6x4(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> bounds, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, bounds, sums, a, 6, 4);

    [Kernel]
    internal static void WeightGradient7x3(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> bounds, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, bounds, sums, a, 7, 3);

    [Kernel]
    internal static void WeightGradient12x2(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> bounds, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, bounds, sums, a, 12, 2);

    [Kernel]
    internal static void WeightGradient6x2(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> bounds, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, bounds, sums, a, 6, 2);

    [Kernel]
    internal static void WeightGradient14x1(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> bounds, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, bounds, sums, a, 14, 1);

    /// <summary><c>dw[t, c, o]</c> = the sum over the parts. Grid: x output channels of a group, y taps by input channels, z groups.</summary>
    [Kernel]
    internal static void SumParts(ArrayView<float> sums, ArrayView<float> dw, SparseWeightArgs a)
    {
        int o = Grid.IdxX * Group.DimX + Group.IdxX;
        int tap = Grid.IdxY / a.In, c = Grid.IdxY - tap * a.In;
        int at = ((tap * a.Groups + Grid.IdxZ) * a.Rows + c) * a.Width + o, part = a.Taps * a.Groups * a.Rows * a.Width;
        if (o < a.Out)
        {
            float sum = 0f;
            for (int p = 0; p < a.Parts; p++) sum += sums[at + p * part];
            dw[Grid.IdxY * (a.Groups * a.Out) + Grid.IdxZ * a.Out + o] = sum;
        }
    }

    // Grid: x one group, y parts of the output sites, z blocks of output channels, groups. A part goes through its sites block by block, so
    // that their rows stay in the second cache while all taps go by; within a tap some pairs at a time stay in the first while the input
    // channels go by. The sums wait in memory meanwhile, with room to write whole tiles.
    private static void WeightGradient(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> bounds, ArrayView<float> sums,
        in SparseWeightArgs a, [Constant] int tile, [Constant] int vectors)
    {
        const int NearPairs = 64;
        int block = Grid.IdxZ % a.Blocks, group = Grid.IdxZ / a.Blocks;
        int first = a.FirstChannel + block * vectors * Group.DimX, channel = first + Group.IdxX;
        bool full = first + vectors * Group.DimX <= a.Out;
        int tapSums = a.Groups * a.Rows * a.Width;
        int into = (Grid.IdxY * a.Taps * a.Groups + group) * a.Rows * a.Width + channel;
        for (int tap = 0; tap < a.Taps; tap++)
        {
            for (int c = 0; c < a.Rows; c++)
            {
                for (int v = 0; v < vectors; v++) sums[into + tap * tapSums + c * a.Width + v * Group.DimX] = 0f;
            }
        }
        int last = XMath.Min((Grid.IdxY + 1) * a.PartBlocks, a.SiteBlocks);
        for (int sites = Grid.IdxY * a.PartBlocks; sites < last; sites++)
        {
            for (int tap = 0; tap < a.Taps; tap++)
            {
                int begin = bounds[tap * (a.SiteBlocks + 1) + sites], end = bounds[tap * (a.SiteBlocks + 1) + sites + 1];
                for (int near = begin; near < end; near += NearPairs)
                {
                    int stop = XMath.Min(near + NearPairs, end);
                    for (int column = 0; column < a.In; column += tile)
                    {
                        int at = into + tap * tapSums + column * a.Width;
                        var acc = new float[tile * vectors];
                        var value = new float[vectors];
                        for (int t = 0; t < tile; t++)
                        {
                            for (int v = 0; v < vectors; v++) acc[t * vectors + v] = sums[at + t * a.Width + v * Group.DimX];
                        }
                        if (full && column + tile <= a.In)
                        {
                            for (int i = near; i < stop; i++)
                            {
                                int from = inputs[i] * a.InputPitch + group * a.In + column, row = outputs[i] * a.OutputPitch + group * a.Out + channel;
                                for (int v = 0; v < vectors; v++) value[v] = dy[row + v * Group.DimX];
                                for (int t = 0; t < tile; t++)
                                {
                                    float left = x[from + t];
                                    for (int v = 0; v < vectors; v++) acc[t * vectors + v] += left * value[v];
                                }
                            }
                        }
                        else
                        {
                            int beyond = a.In - 1 - column;
                            for (int i = near; i < stop; i++)
                            {
                                int from = inputs[i] * a.InputPitch + group * a.In + column, row = outputs[i] * a.OutputPitch + group * a.Out + channel;
                                for (int v = 0; v < vectors; v++) value[v] = channel + v * Group.DimX < a.Out ? dy[row + v * Group.DimX] : 0f;
                                for (int t = 0; t < tile; t++)
                                {
                                    float left = x[from + XMath.Min(t, beyond)];
                                    for (int v = 0; v < vectors; v++) acc[t * vectors + v] += left * value[v];
                                }
                            }
                        }
                        for (int t = 0; t < tile; t++)
                        {
                            for (int v = 0; v < vectors; v++) sums[at + t * a.Width + v * Group.DimX] = acc[t * vectors + v];
                        }
                    }
                }
            }
        }
    }
}
