namespace IlgpuConv.Ops;

// Lanes over channels; a row is one pixel; a group owns a slice of the rows of one sample, for a vector of channels. A sample is an image,
// or for batch normalisation all of them together.
// Moments: mean and sum of squared deviations of each slice in two passes over it (the second finds it in the cache), then the
// slices are combined in order by Chan, Golub and LeVeque's rule: no difference of large numbers is ever taken.

/// <summary>Normalisation by channels or groups of them: moments and the map itself.</summary>
internal static class NormKernels
{
    /// <summary>Mean and sum of squared deviations of a slice, in <c>moments[sample, slice, 0 and 1, c]</c>.</summary>
    [Kernel]
    internal static void SliceMoments(ArrayView<float> x, ArrayView<float> moments, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.Rows + Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, (Grid.IdxZ + 1) * s.Rows);
        int slice = Grid.IdxZ * s.Slices + Grid.IdxY;
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
            moments[2 * slice * s.Channels + c] = mean;
            moments[(2 * slice + 1) * s.Channels + c] = square0 + square1 + (square2 + square3);
        }
    }

    /// <summary>Mean and variance over the rows of each sample, divided by their number, from the moments of the slices.</summary>
    [Kernel]
    internal static void CombineMoments(ArrayView<float> moments, ArrayView<float> mean, ArrayView<float> variance, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < s.Channels)
        {
            float center = 0f, squares = 0f;
            for (int slice = 0; slice < s.Slices; slice++)
            {
                int before = slice * s.SliceRows;
                int rows = XMath.Min(s.SliceRows, s.Rows - before);
                int from = 2 * (Grid.IdxY * s.Slices + slice) * s.Channels + c;
                float share = (float)rows / (float)(before + rows);
                float step = moments[from] - center;
                center += step * share;
                squares += moments[from + s.Channels] + step * step * (share * (float)before);
            }
            mean[Grid.IdxY * s.Channels + c] = center;
            variance[Grid.IdxY * s.Channels + c] = squares / (float)s.Rows;
        }
    }

    /// <summary>Gives all channels of a group the mean and variance of the group; a lane owns a group, and rewrites what it has read.</summary>
    [Kernel]
    internal static void GroupMoments(ArrayView<float> mean, ArrayView<float> variance, NormArgs s)
    {
        int group = Grid.IdxX * Group.DimX + Group.IdxX;
        if (group * s.GroupChannels < s.Channels)
        {
            int first = Grid.IdxY * s.Channels + group * s.GroupChannels;
            float center = 0f, squares = 0f;
            for (int i = 0; i < s.GroupChannels; i++) center += mean[first + i];
            center /= (float)s.GroupChannels;
            for (int i = 0; i < s.GroupChannels; i++)
            {
                float d = mean[first + i] - center;
                squares += variance[first + i] + d * d;
            }
            squares /= (float)s.GroupChannels;
            for (int i = 0; i < s.GroupChannels; i++)
            {
                mean[first + i] = center;
                variance[first + i] = squares;
            }
        }
    }

    /// <summary>Moves the running statistics: <c>r = (1 - momentum) r + momentum s</c>, the variance divided by rows - 1.</summary>
    [Kernel]
    internal static void UpdateRunning(
        ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> runningMean, ArrayView<float> runningVariance, float momentum,
        NormArgs s)
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
        ArrayView<float> y, float epsilon, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.Rows + Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, (Grid.IdxZ + 1) * s.Rows);
        if (c < s.Channels)
        {
            float center = mean[Grid.IdxZ * s.Channels + c];
            float scale = 1f / XMath.Sqrt(variance[Grid.IdxZ * s.Channels + c] + epsilon);
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

    /// <summary>
    /// The same with a summand and an activation in one pass: <c>y = min(max((x - mean) / √(variance + epsilon) weight + bias + residual,
    /// low), high)</c>. A number that is not one stays visible.
    /// </summary>
    [Kernel]
    internal static void NormaliseWithin(
        ArrayView<float> x, ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> weight, ArrayView<float> bias,
        ArrayView<float> residual, ArrayView<float> y, float epsilon, float low, float high, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.Rows + Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, (Grid.IdxZ + 1) * s.Rows);
        if (c < s.Channels)
        {
            float center = mean[Grid.IdxZ * s.Channels + c];
            float scale = 1f / XMath.Sqrt(variance[Grid.IdxZ * s.Channels + c] + epsilon);
            float shift = 0f;
            if (s.IsAffine != 0)
            {
                scale *= weight[c];
                shift = bias[c];
            }
            if (s.ResidualPitch != 0)
            {
                for (int row = first; row < end; row++)
                {
                    float v = (x[row * s.Pitch + c] - center) * scale + shift;
                    v += residual[row * s.ResidualPitch + c];
                    y[row * s.Channels + c] = v < low ? low : v > high ? high : v;
                }
            }
            else
            {
                for (int row = first; row < end; row++)
                {
                    float v = (x[row * s.Pitch + c] - center) * scale + shift;
                    y[row * s.Channels + c] = v < low ? low : v > high ? high : v;
                }
            }
        }
    }
}
