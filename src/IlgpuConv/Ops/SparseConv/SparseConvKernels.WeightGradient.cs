namespace IlgpuConv.Ops;

/// <content>
/// The weight gradient <c>dw[t, c, o] = sum over the pairs (p, q) of tap t of x[p, c] dy[q, o]</c>. Lanes are output channels; a group owns a
/// slice of a tap's pairs and sums over them tiles of input channels by vectors of output channels in registers. The slices, whose number
/// depends on the rulebook and the sizes only, are added in order by <see cref="SumSlices"/>.
/// </content>
internal static partial class SparseConvKernels
{
    [Kernel]
    internal static void WeightGradient6x4(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> slices, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, slices, sums, a, 6, 4);

    [Kernel]
    internal static void WeightGradient7x3(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> slices, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, slices, sums, a, 7, 3);

    [Kernel]
    internal static void WeightGradient12x2(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> slices, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, slices, sums, a, 12, 2);

    [Kernel]
    internal static void WeightGradient6x2(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> slices, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, slices, sums, a, 6, 2);

    [Kernel]
    internal static void WeightGradient14x1(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> slices, ArrayView<float> sums,
        SparseWeightArgs a) => WeightGradient(x, dy, inputs, outputs, slices, sums, a, 14, 1);

    /// <summary><c>dw[t, i]</c> = the sum of <c>sums[s, i]</c> over the slices of tap t. Grid: x elements of a tap, y taps.</summary>
    [Kernel]
    internal static void SumSlices(ArrayView<float> sums, ArrayView<int> first, ArrayView<float> dw, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        int end = first[Grid.IdxY + 1];
        if (i < length)
        {
            float sum = 0f;
            for (int s = first[Grid.IdxY]; s < end; s++) sum += sums[s * length + i];
            dw[Grid.IdxY * length + i] = sum;
        }
    }

    // Grid: x one group, y slices, z blocks of output channels, groups. Some pairs at a time: their rows stay in the nearest cache while
    // the input channels go by, and the sums wait in memory meanwhile.
    private static void WeightGradient(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<int> inputs, ArrayView<int> outputs, ArrayView<int> slices, ArrayView<float> sums,
        in SparseWeightArgs a, [Constant] int tile, [Constant] int vectors)
    {
        const int NearPairs = 64;
        int block = Grid.IdxZ % a.Blocks, group = Grid.IdxZ / a.Blocks, slice = Grid.IdxY;
        int channel = a.FirstChannel + block * vectors * Group.DimX + Group.IdxX;
        int begin = slices[2 * slice], end = slices[2 * slice + 1];
        int row = a.Groups * a.Out, into = slice * a.In * row + group * a.Out + channel;
        bool full = a.FirstChannel + (block + 1) * vectors * Group.DimX <= a.Out && a.In >= tile;
        for (int near = begin; near < end; near += NearPairs)
        {
            int stop = XMath.Min(near + NearPairs, end);
            for (int next = 0; next < a.In; next += tile)
            {
                // The last tile ends with the channels and leaves out what the one before it has made.
                int column = XMath.Max(XMath.Min(next, a.In - tile), 0), made = next - column, count = XMath.Min(tile, a.In);
                var acc = new float[tile * vectors];
                var value = new float[vectors];
                if (near > begin)
                {
                    for (int v = 0; v < vectors; v++)
                    {
                        for (int t = 0; t < tile; t++)
                            acc[t * vectors + v] = t < count && channel + v * Group.DimX < a.Out ? sums[into + (column + t) * row + v * Group.DimX] : 0f;
                    }
                }
                if (full)
                {
                    for (int i = near; i < stop; i++)
                    {
                        int from = inputs[i] * a.InputPitch + group * a.In + column, at = outputs[i] * a.OutputPitch + group * a.Out + channel;
                        for (int v = 0; v < vectors; v++) value[v] = dy[at + v * Group.DimX];
                        for (int t = 0; t < tile; t++)
                        {
                            float left = x[from + t];
                            for (int v = 0; v < vectors; v++) acc[t * vectors + v] += left * value[v];
                        }
                    }
                }
                else
                {
                    for (int i = near; i < stop; i++)
                    {
                        int from = inputs[i] * a.InputPitch + group * a.In + column, at = outputs[i] * a.OutputPitch + group * a.Out + channel;
                        for (int v = 0; v < vectors; v++) value[v] = channel + v * Group.DimX < a.Out ? dy[at + v * Group.DimX] : 0f;
                        for (int t = 0; t < tile; t++)
                        {
                            float left = t < count ? x[from + t] : 0f;
                            for (int v = 0; v < vectors; v++) acc[t * vectors + v] += left * value[v];
                        }
                    }
                }
                for (int v = 0; v < vectors; v++)
                {
                    if (channel + v * Group.DimX < a.Out)
                    {
                        for (int t = 0; t < tile; t++)
                            if (t >= made && t < count) sums[into + (column + t) * row + v * Group.DimX] = acc[t * vectors + v];
                    }
                }
            }
        }
    }
}
