namespace IlgpuConv.Ops;

/// <summary>
/// The gradients of a normalisation. With <c>h = (x - mean) / √(variance + epsilon)</c>, over the rows of a sample: <c>dbias = sum dy</c>,
/// <c>dweight = sum dy h</c>, <c>dx = (weight dy - offset - slope h) / √(variance + epsilon)</c>, where offset and slope are the means of
/// <c>weight dy</c> and of <c>weight dy h</c> over what shares the statistics.
/// </summary>
internal static class NormGradientKernels
{
    /// <summary>Sums of a slice: <c>dy</c> and <c>dy (x - mean)</c>, in <c>sums[sample, slice, 0 and 1, c]</c>.</summary>
    [Kernel]
    internal static void SliceSums(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> sums, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.Rows + Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, (Grid.IdxZ + 1) * s.Rows);
        int slice = Grid.IdxZ * s.Slices + Grid.IdxY;
        if (c < s.Channels)
        {
            float center = mean[Grid.IdxZ * s.Channels + c];
            float plain0 = 0f, plain1 = 0f, weighted0 = 0f, weighted1 = 0f;
            int row = first;
            for (; row + 1 < end; row += 2)
            {
                float g0 = dy[row * s.GradientPitch + c];
                float g1 = dy[(row + 1) * s.GradientPitch + c];
                plain0 += g0;
                plain1 += g1;
                weighted0 += g0 * (x[row * s.Pitch + c] - center);
                weighted1 += g1 * (x[(row + 1) * s.Pitch + c] - center);
            }
            for (; row < end; row++)
            {
                float g = dy[row * s.GradientPitch + c];
                plain0 += g;
                weighted0 += g * (x[row * s.Pitch + c] - center);
            }
            sums[2 * slice * s.Channels + c] = plain0 + plain1;
            sums[(2 * slice + 1) * s.Channels + c] = weighted0 + weighted1;
        }
    }

    /// <summary>
    /// Of each sample and channel, from the sums of the slices in order: <c>dweight</c>, <c>dbias</c>, and the channel's means of
    /// <c>weight dy</c> and <c>weight dy h</c>.
    /// </summary>
    [Kernel]
    internal static void CombineSums(
        ArrayView<float> sums, ArrayView<float> variance, ArrayView<float> weight, ArrayView<float> dweight, ArrayView<float> dbias,
        ArrayView<float> offset, ArrayView<float> slope, float epsilon, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int at = Grid.IdxY * s.Channels + c;
        if (c < s.Channels)
        {
            float plain = 0f, weighted = 0f;
            for (int slice = 0; slice < s.Slices; slice++)
            {
                int from = 2 * (Grid.IdxY * s.Slices + slice) * s.Channels + c;
                plain += sums[from];
                weighted += sums[from + s.Channels];
            }
            weighted = weighted / XMath.Sqrt(variance[at] + epsilon);
            dbias[at] = plain;
            dweight[at] = weighted;
            float share = 1f / (float)s.Rows;
            if (s.IsAffine != 0) share *= weight[c];
            offset[at] = plain * share;
            slope[at] = weighted * share;
        }
    }

    /// <summary>Gives all channels of a group the means of the group; a lane owns a group, and rewrites what it has read.</summary>
    [Kernel]
    internal static void GroupMeans(ArrayView<float> offset, ArrayView<float> slope, NormArgs s)
    {
        int group = Grid.IdxX * Group.DimX + Group.IdxX;
        if (group * s.GroupChannels < s.Channels)
        {
            int first = Grid.IdxY * s.Channels + group * s.GroupChannels;
            float plain = 0f, weighted = 0f;
            for (int i = 0; i < s.GroupChannels; i++)
            {
                plain += offset[first + i];
                weighted += slope[first + i];
            }
            plain /= (float)s.GroupChannels;
            weighted /= (float)s.GroupChannels;
            for (int i = 0; i < s.GroupChannels; i++)
            {
                offset[first + i] = plain;
                slope[first + i] = weighted;
            }
        }
    }

    /// <summary><c>dx</c>; in inference, where mean and variance do not depend on <c>x</c>, only its first term.</summary>
    [Kernel]
    internal static void InputGradient(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> weight,
        ArrayView<float> offset, ArrayView<float> slope, ArrayView<float> dx, float epsilon, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.Rows + Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, (Grid.IdxZ + 1) * s.Rows);
        int at = Grid.IdxZ * s.Channels + c;
        if (c < s.Channels)
        {
            float inverse = 1f / XMath.Sqrt(variance[at] + epsilon);
            float scale = inverse;
            if (s.IsAffine != 0) scale *= weight[c];
            if (s.IsTraining != 0)
            {
                float center = mean[at];
                float shift = offset[at] * inverse;
                float tilt = slope[at] * inverse * inverse;
                for (int row = first; row < end; row++)
                {
                    float centered = x[row * s.Pitch + c] - center;
                    dx[row * s.Channels + c] = scale * dy[row * s.GradientPitch + c] - shift - tilt * centered;
                }
            }
            else
            {
                for (int row = first; row < end; row++) dx[row * s.Channels + c] = scale * dy[row * s.GradientPitch + c];
            }
        }
    }
}
