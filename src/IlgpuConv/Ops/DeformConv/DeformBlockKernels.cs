namespace IlgpuConv.Ops;

/// <summary>
/// The stages of deformable convolution besides products, over a block of positions in a chain, in one or two axes. A group is a position:
/// where its taps read is uniform, and lanes run over channels. Samples lie <c>[position][tap][channel]</c> in the workspace.
/// </summary>
internal static class DeformBlockKernels
{
    /// <summary>The samples of a block. Grid: x one group, y positions, z blocks.</summary>
    [Kernel]
    internal static void Sample(ArrayView<float> x, ArrayView<float> offset, ArrayView<float> mask, [Workspace] ArrayView<float> columns, DeformBlockArgs a)
    {
        int p = a.First + Grid.IdxZ * a.Step + Grid.IdxY;
        if (p < a.Positions)
        {
            int row = p / a.W.Destination;
            int n = row / a.H.Destination;
            int startH = (row - n * a.H.Destination) * a.H.Stride + a.H.Origin, startW = (p - row * a.W.Destination) * a.W.Stride + a.W.Origin;
            int width = a.GroupChannels, image = n * a.H.Source, line = a.W.Source * a.SourcePitch;
            int set = 0;
            for (int q = 0; q < a.OffsetGroups; q++)
            {
                int to = Grid.IdxY * a.Row + q * width;
                for (int th = 0; th < a.H.Taps; th++)
                {
                    for (int tw = 0; tw < a.W.Taps; tw++)
                    {
                        int at = p * a.OffsetPitch + set * a.Axes;
                        float h = (float)(startH + th * a.H.Dilation) + (a.Axes > 1 ? offset[at] : 0f);
                        float w = (float)(startW + tw * a.W.Dilation) + offset[at + a.Axes - 1];
                        float factor = a.Masked != 0 ? mask[p * a.MaskPitch + set] : 1f;
                        if (h > -1f && h < (float)a.H.Source && w > -1f && w < (float)a.W.Source)
                        {
                            float floorH = XMath.Floor(h), floorW = XMath.Floor(w);
                            int top = (int)floorH, left = (int)floorW;
                            float bottomShare = (h - floorH) * factor, right = w - floorW;
                            float topShare = factor - bottomShare;
                            float wa = topShare - topShare * right, wb = topShare * right, wc = bottomShare - bottomShare * right, wd = bottomShare * right;
                            int from = ((image + top) * a.W.Source + left) * a.SourcePitch + q * width;
                            bool upper = top >= 0, lower = top + 1 < a.H.Source, first = left >= 0, second = left + 1 < a.W.Source;
                            if (upper && lower && first && second)
                            {
                                for (int c = 0; c < width; c += Group.DimX)
                                {
                                    int lane = c + Group.IdxX;
                                    if (lane < width)
                                    {
                                        columns[to + lane] = wa * x[from + lane] + wb * x[from + a.SourcePitch + lane]
                                            + wc * x[from + line + lane] + wd * x[from + line + a.SourcePitch + lane];
                                    }
                                }
                            }
                            else
                            {
                                for (int c = 0; c < width; c += Group.DimX)
                                {
                                    int lane = c + Group.IdxX;
                                    if (lane < width)
                                    {
                                        float sum = 0f;
                                        if (upper && first) sum += wa * x[from + lane];
                                        if (upper && second) sum += wb * x[from + a.SourcePitch + lane];
                                        if (lower && first) sum += wc * x[from + line + lane];
                                        if (lower && second) sum += wd * x[from + line + a.SourcePitch + lane];
                                        columns[to + lane] = sum;
                                    }
                                }
                            }
                        }
                        else
                        {
                            for (int c = 0; c < width; c += Group.DimX)
                            {
                                int lane = c + Group.IdxX;
                                if (lane < width) columns[to + lane] = 0f;
                            }
                        }
                        to += a.Channels;
                        set++;
                    }
                }
            }
        }
    }

    /// <summary>
    /// For each tap, from the gradient of its samples: the sums over channels that the mask and both offsets get, one part for each lane,
    /// <c>[position][set][mask, height, width][lane]</c>.
    /// </summary>
    [Kernel]
    internal static void Parts(ArrayView<float> x, ArrayView<float> offset, [Workspace] ArrayView<float> work, DeformBlockArgs a)
    {
        int p = a.First + Grid.IdxZ * a.Step + Grid.IdxY;
        if (p < a.Positions)
        {
            int row = p / a.W.Destination;
            int n = row / a.H.Destination;
            int startH = (row - n * a.H.Destination) * a.H.Stride + a.H.Origin, startW = (p - row * a.W.Destination) * a.W.Stride + a.W.Origin;
            int width = a.GroupChannels, image = n * a.H.Source, line = a.W.Source * a.SourcePitch;
            int set = 0;
            for (int q = 0; q < a.OffsetGroups; q++)
            {
                int g = Grid.IdxY * a.Row + q * width;
                for (int th = 0; th < a.H.Taps; th++)
                {
                    for (int tw = 0; tw < a.W.Taps; tw++)
                    {
                        int at = p * a.OffsetPitch + set * a.Axes;
                        float h = (float)(startH + th * a.H.Dilation) + (a.Axes > 1 ? offset[at] : 0f);
                        float w = (float)(startW + tw * a.W.Dilation) + offset[at + a.Axes - 1];
                        float sa = 0f, sb = 0f, sc = 0f, sd = 0f, down = 0f, right = 0f;
                        // At -1 a sample is 0, but its right derivative is not.
                        if (h >= -1f && h < (float)a.H.Source && w >= -1f && w < (float)a.W.Source)
                        {
                            float floorH = XMath.Floor(h), floorW = XMath.Floor(w);
                            int top = (int)floorH, left = (int)floorW;
                            down = h - floorH;
                            right = w - floorW;
                            int from = ((image + top) * a.W.Source + left) * a.SourcePitch + q * width;
                            bool upper = top >= 0, lower = top + 1 < a.H.Source, first = left >= 0, second = left + 1 < a.W.Source;
                            if (upper && lower && first && second)
                            {
                                for (int c = 0; c < width; c += Group.DimX)
                                {
                                    int lane = c + Group.IdxX;
                                    if (lane < width)
                                    {
                                        float value = work[g + lane];
                                        sa += value * x[from + lane];
                                        sb += value * x[from + a.SourcePitch + lane];
                                        sc += value * x[from + line + lane];
                                        sd += value * x[from + line + a.SourcePitch + lane];
                                    }
                                }
                            }
                            else
                            {
                                for (int c = 0; c < width; c += Group.DimX)
                                {
                                    int lane = c + Group.IdxX;
                                    if (lane < width)
                                    {
                                        float value = work[g + lane];
                                        if (upper && first) sa += value * x[from + lane];
                                        if (upper && second) sb += value * x[from + a.SourcePitch + lane];
                                        if (lower && first) sc += value * x[from + line + lane];
                                        if (lower && second) sd += value * x[from + line + a.SourcePitch + lane];
                                    }
                                }
                            }
                        }
                        float above = sa + right * (sb - sa), below = sc + right * (sd - sc), before = sa + down * (sc - sa), after = sb + down * (sd - sb);
                        int part = a.PartsAt + (Grid.IdxY * a.Sets + set) * 3 * Group.DimX + Group.IdxX;
                        work[part] = above + down * (below - above);
                        work[part + Group.DimX] = below - above;
                        work[part + 2 * Group.DimX] = after - before;
                        g += a.Channels;
                        set++;
                    }
                }
            }
        }
    }

    /// <summary>The lanes' parts added in order: the gradients of mask and offset.</summary>
    [Kernel]
    internal static void Sums(
        [Workspace] ArrayView<float> work, ArrayView<float> mask, ArrayView<float> offsetGradient, ArrayView<float> maskGradient, DeformBlockArgs a)
    {
        int p = a.First + Grid.IdxZ * a.Step + Grid.IdxY;
        if (p < a.Positions)
        {
            for (int set = 0; set < a.Sets; set++)
            {
                int part = a.PartsAt + (Grid.IdxY * a.Sets + set) * 3 * a.Lanes;
                float value = 0f, h = 0f, w = 0f;
                for (int j = 0; j < a.Lanes; j++)
                {
                    value += work[part + j];
                    h += work[part + a.Lanes + j];
                    w += work[part + 2 * a.Lanes + j];
                }
                float factor = a.Masked != 0 ? mask[p * a.MaskPitch + set] : 1f;
                if (Group.IdxX == 0)
                {
                    int at = (p * a.Sets + set) * a.Axes;
                    maskGradient[p * a.Sets + set] = value;
                    if (a.Axes > 1) offsetGradient[at] = factor * h;
                    offsetGradient[at + a.Axes - 1] = factor * w;
                }
            }
        }
    }
}
