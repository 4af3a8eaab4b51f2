namespace IlgpuConv.Ops;

// Lanes over channels; a row is one pixel of one image; a group owns a slice of rows of a vector of channels.
// Moments: mean and sum of squared deviations of each slice in two passes over it (the second finds it in the cache), then the
// slices are combined in order by Chan, Golub and LeVeque's rule: no difference of large numbers is ever taken.

/// <summary>Batch normalisation: moments, the map itself, and its gradients.</summary>
internal static class BatchNormKernels
{
    /// <summary>Mean and sum of squared deviations of a slice, in <c>moments[slice, 0 and 1, c]</c>.</summary>
    [Kernel]
    internal static void SliceMoments(ArrayView<float> x, ArrayView<float> moments, BatchNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, s.Rows);
        if (c < s.Channels)
        {
            float sum0 = 0f, sum1 = 0f, sum2 = 0f, sum3 = 0f;
            int row = first;
            for (; row + 3 < end; row += 4)
            {
                sum0 += x[row * s.Pitch + c];
                sum1 += x[(row + 1) * s.Pitch + c];
                sum2 += x[(row + 2) * s.Pitch + c];
                sum3 += x[(row + 3) * s.Pitch + c];
            }
            for (; row < end; row++) sum0 += x[row * s.Pitch + c];
            float mean = (sum0 + sum1 + (sum2 + sum3)) / (float)(end - first);

            float square0 = 0f, square1 = 0f, square2 = 0f, square3 = 0f;
            row = first;
            for (; row + 3 < end; row += 4)
            {
                float d0 = x[row * s.Pitch + c] - mean;
                float d1 = x[(row + 1) * s.Pitch + c] - mean;
                float d2 = x[(row + 2) * s.Pitch + c] - mean;
                float d3 = x[(row + 3) * s.Pitch + c] - mean;
                square0 += d0 * d0;
                square1 += d1 * d1;
                square2 += d2 * d2;
                square3 += d3 * d3;
            }
            for (; row < end; row++)
            {
                float d = x[row * s.Pitch + c] - mean;
                square0 += d * d;
            }
            moments[2 * Grid.IdxY * s.Channels + c] = mean;
            moments[(2 * Grid.IdxY + 1) * s.Channels + c] = square0 + square1 + (square2 + square3);
        }
    }

    /// <summary>Mean and variance over all rows, divided by the number of rows, from the moments of the slices.</summary>
    [Kernel]
    internal static void CombineMoments(ArrayView<float> moments, ArrayView<float> mean, ArrayView<float> variance, BatchNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < s.Channels)
        {
            float center = 0f, squares = 0f;
            for (int slice = 0; slice < s.Slices; slice++)
            {
                int before = slice * s.SliceRows;
                int rows = XMath.Min(s.SliceRows, s.Rows - before);
                float share = (float)rows / (float)(before + rows);
                float step = moments[2 * slice * s.Channels + c] - center;
                center += step * share;
                squares += moments[(2 * slice + 1) * s.Channels + c] + step * step * (share * (float)before);
            }
            mean[c] = center;
            variance[c] = squares / (float)s.Rows;
        }
    }

    /// <summary>Moves the running statistics: <c>r = (1 - momentum) r + momentum s</c>, the variance divided by rows - 1.</summary>
    [Kernel]
    internal static void UpdateRunning(
        ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> runningMean, ArrayView<float> runningVariance, float momentum,
        BatchNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < s.Channels)
        {
            float unbiased = variance[c] * ((float)s.Rows / (float)(s.Rows - 1));
            runningMean[c] = runningMean[c] * (1f - momentum) + momentum * mean[c];
            runningVariance[c] = runningVariance[c] * (1f - momentum) + momentum * unbiased;
        }
    }

    /// <summary><c>count += 1</c>.</summary>
    [Kernel]
    internal static void CountBatch(ArrayView<long> count)
    {
        if (Grid.IdxX * Group.DimX + Group.IdxX < 1) count[0] += 1;
    }

    /// <summary><c>y = (x - mean) / √(variance + epsilon) weight + bias</c>.</summary>
    [Kernel]
    internal static void Normalise(
        ArrayView<float> x, ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> weight, ArrayView<float> bias,
        ArrayView<float> y, float epsilon, BatchNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, s.Rows);
        if (c < s.Channels)
        {
            float center = mean[c];
            float scale = 1f / XMath.Sqrt(variance[c] + epsilon);
            float shift = 0f;
            if (s.IsAffine != 0)
            {
                scale *= weight[c];
                shift = bias[c];
            }
            for (int row = first; row < end; row++)
                y[row * s.Channels + c] = (x[row * s.Pitch + c] - center) * scale + shift;
        }
    }
}
