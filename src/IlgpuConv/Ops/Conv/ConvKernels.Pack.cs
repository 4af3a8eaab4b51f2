namespace IlgpuConv.Ops;

/// <content>
/// Filters as the tile kernels read them: <c>[sample][group][block of output channels][tap][input channel][channels of the block]</c>,
/// zeros beyond the last output channel.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void PackContiguous(ArrayView<float> w, ArrayView<float> packed, PackArgs a) => Pack(w, packed, a, 1);

    [Kernel]
    internal static void PackStrided(ArrayView<float> w, ArrayView<float> packed, PackArgs a) => Pack(w, packed, a, a.StrideOut);

    // Grid: x channels of a block, y taps, z blocks, groups, samples.
    private static void Pack(ArrayView<float> w, ArrayView<float> packed, in PackArgs a, int strideOut)
    {
        int tap = Grid.IdxY, z = Grid.IdxZ;
        int kw = tap % a.TapsW, kh = tap / a.TapsW % a.TapsH, kd = tap / a.TapsW / a.TapsH;
        int block = z % a.Blocks;
        z /= a.Blocks;
        int group = z % a.Groups, n = z / a.Groups;
        int j = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = a.FirstChannel + block * a.Width, o = first + j;
        int tapFrom = n * a.StrideBatch + group * a.StrideGroup + kd * a.StrideD + kh * a.StrideH + kw * a.StrideW;
        int from = tapFrom + o * strideOut;
        int to = n * a.FilterBatch + group * a.FilterGroup + a.FilterFirst + (block * a.Taps + tap) * a.In * a.Width + j;
        if (j < a.Width)
        {
            if (o < a.Out)
            {
                for (int c = 0; c < a.In; c++)
                {
                    // Filters of samples come from far: the first group asks for the rows of all, or each for those of the next one.
                    if (strideOut != 1) Prefetch.Near(w, tapFrom + (first + (Grid.IdxX + 1) * Group.DimX) * strideOut + c * 16);
                    else if (Grid.IdxX == 0)
                        for (int i = 0; i < a.Width; i += 16) Prefetch.Near(w, tapFrom + first + (c + 8) * a.StrideIn + i);
                    packed[to + c * a.Width] = w[from + c * a.StrideIn];
                }
            }
            else
            {
                for (int c = 0; c < a.In; c++) packed[to + c * a.Width] = 0f;
            }
        }
    }
}
