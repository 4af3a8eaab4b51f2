namespace IlgpuConv.Ops;

/// <summary>
/// The gradients of batch normalisation. With <c>h = (x - mean) / √(variance + epsilon)</c>: <c>dbias = sum dy</c>,
/// <c>dweight = sum dy h</c>, <c>dx = weight / √(variance + epsilon) (dy - dbias / rows - h dweight / rows)</c>.
/// </summary>
internal static class BatchNormGradientKernels
{
    /// <summary>Sums of a slice: <c>dy</c> and <c>dy (x - mean)</c>, in <c>sums[slice, 0 and 1, c]</c>.</summary>
    [Kernel]
    internal static void SliceSums(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> sums, BatchNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, s.Rows);
        if (c < s.Channels)
        {
            float center = mean[c];
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
            sums[2 * Grid.IdxY * s.Channels + c] = plain0 + plain1;
            sums[(2 * Grid.IdxY + 1) * s.Channels + c] = weighted0 + weighted1;
        }
    }

    /// <summary><c>dweight</c> and <c>dbias</c> from the sums of the slices, in order.</summary>
    [Kernel]
    internal static void CombineSums(
        ArrayView<float> sums, ArrayView<float> variance, ArrayView<float> dweight, ArrayView<float> dbias, float epsilon, BatchNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < s.Channels)
        {
            float plain = 0f, weighted = 0f;
            for (int slice = 0; slice < s.Slices; slice++)
            {
                plain += sums[2 * slice * s.Channels + c];
                weighted += sums[(2 * slice + 1) * s.Channels + c];
            }
            dbias[c] = plain;
            dweight[c] = weighted / XMath.Sqrt(variance[c] + epsilon);
        }
    }

    /// <summary><c>dx</c>; in inference, where mean and variance do not depend on <c>x</c>, only its first term.</summary>
    [Kernel]
    internal static void InputGradient(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> weight,
        ArrayView<float> dweight, ArrayView<float> dbias, ArrayView<float> dx, float epsilon, BatchNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, s.Rows);
        if (c < s.Channels)
        {
            float inverse = 1f / XMath.Sqrt(variance[c] + epsilon);
            float scale = inverse;
            if (s.IsAffine != 0) scale *= weight[c];
            if (s.IsTraining != 0)
            {
                float center = mean[c];
                float share = 1f / (float)s.Rows;
                float offset = dbias[c] * share;
                float slope = dweight[c] * share * inverse;
                for (int row = first; row < end; row++)
                {
                    float centered = x[row * s.Pitch + c] - center;
                    dx[row * s.Channels + c] = scale * (dy[row * s.GradientPitch + c] - offset - slope * centered);
                }
            }
            else
            {
                for (int row = first; row < end; row++) dx[row * s.Channels + c] = scale * dy[row * s.GradientPitch + c];
            }
        }
    }
}
