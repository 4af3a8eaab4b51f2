namespace IlgpuConv.Ops;

/// <summary>
/// The gradients of a normalisation with an activation that is the identity between two numbers and constant outside: the gradient of the
/// norm is <c>g = dy</c> where the output lies between them, else 0. The other sums and maps are those of <see cref="NormGradientKernels"/>.
/// </summary>
internal static class NormWithinKernels
{
    /// <summary>
    /// Sums of a slice, <c>g</c> and <c>g (x - mean)</c>, in <c>sums[sample, slice, 0 and 1, c]</c>; whether an output lies between is
    /// computed again from <c>x</c>, by the expression of the forward, so that the output need not be read.
    /// </summary>
    [Kernel]
    internal static void SliceSums(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> weight,
        ArrayView<float> bias, ArrayView<float> sums, float epsilon, float low, float high, NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.Rows + Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, (Grid.IdxZ + 1) * s.Rows);
        int slice = Grid.IdxZ * s.Slices + Grid.IdxY;
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
            float plain0 = 0f, plain1 = 0f, plain2 = 0f, plain3 = 0f;
            float weighted0 = 0f, weighted1 = 0f, weighted2 = 0f, weighted3 = 0f;
            int row = first;
            for (; row + 3 < end; row += 4)
            {
                float d0 = x[row * s.Pitch + c] - center;
                float d1 = x[(row + 1) * s.Pitch + c] - center;
                float d2 = x[(row + 2) * s.Pitch + c] - center;
                float d3 = x[(row + 3) * s.Pitch + c] - center;
                float g0 = Within(d0 * scale + shift, dy[row * s.GradientPitch + c], low, high);
                float g1 = Within(d1 * scale + shift, dy[(row + 1) * s.GradientPitch + c], low, high);
                float g2 = Within(d2 * scale + shift, dy[(row + 2) * s.GradientPitch + c], low, high);
                float g3 = Within(d3 * scale + shift, dy[(row + 3) * s.GradientPitch + c], low, high);
                plain0 += g0;
                plain1 += g1;
                plain2 += g2;
                plain3 += g3;
                weighted0 += g0 * d0;
                weighted1 += g1 * d1;
                weighted2 += g2 * d2;
                weighted3 += g3 * d3;
            }
            for (; row < end; row++)
            {
                float d = x[row * s.Pitch + c] - center;
                float g = Within(d * scale + shift, dy[row * s.GradientPitch + c], low, high);
                plain0 += g;
                weighted0 += g * d;
            }
            sums[2 * slice * s.Channels + c] = plain0 + plain1 + (plain2 + plain3);
            sums[(2 * slice + 1) * s.Channels + c] = weighted0 + weighted1 + (weighted2 + weighted3);
        }
    }

    /// <summary>
    /// The same sums where something was added before the activation: whether an output lies between is read from <c>y</c>, and <c>g</c>,
    /// which is the summand's gradient, is written on the way.
    /// </summary>
    [Kernel]
    internal static void SliceSumsOfOutput(
        ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> g, ArrayView<float> sums,
        float low, float high, NormArgs s)
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
                float g0 = Within(y[row * s.Channels + c], dy[row * s.GradientPitch + c], low, high);
                float g1 = Within(y[(row + 1) * s.Channels + c], dy[(row + 1) * s.GradientPitch + c], low, high);
                g[row * s.Channels + c] = g0;
                g[(row + 1) * s.Channels + c] = g1;
                plain0 += g0;
                plain1 += g1;
                weighted0 += g0 * (x[row * s.Pitch + c] - center);
                weighted1 += g1 * (x[(row + 1) * s.Pitch + c] - center);
            }
            for (; row < end; row++)
            {
                float each = Within(y[row * s.Channels + c], dy[row * s.GradientPitch + c], low, high);
                g[row * s.Channels + c] = each;
                plain0 += each;
                weighted0 += each * (x[row * s.Pitch + c] - center);
            }
            sums[2 * slice * s.Channels + c] = plain0 + plain1;
            sums[(2 * slice + 1) * s.Channels + c] = weighted0 + weighted1;
        }
    }

    /// <summary><c>dx</c> from <c>dy</c>, without <c>g</c> in memory; in inference only its first term.</summary>
    [Kernel]
    internal static void InputGradient(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> mean, ArrayView<float> variance, ArrayView<float> weight,
        ArrayView<float> bias, ArrayView<float> offset, ArrayView<float> slope, ArrayView<float> dx, float epsilon, float low, float high,
        NormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.Rows + Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, (Grid.IdxZ + 1) * s.Rows);
        int at = Grid.IdxZ * s.Channels + c;
        if (c < s.Channels)
        {
            float center = mean[at];
            float inverse = 1f / XMath.Sqrt(variance[at] + epsilon);
            float scale = inverse;
            float shift = 0f;
            if (s.IsAffine != 0)
            {
                scale *= weight[c];
                shift = bias[c];
            }
            if (s.IsTraining != 0)
            {
                float before = offset[at] * inverse;
                float tilt = slope[at] * inverse * inverse;
                for (int row = first; row < end; row++)
                {
                    float d = x[row * s.Pitch + c] - center;
                    float g = Within(d * scale + shift, dy[row * s.GradientPitch + c], low, high);
                    dx[row * s.Channels + c] = scale * g - before - tilt * d;
                }
            }
            else
            {
                for (int row = first; row < end; row++)
                {
                    float v = (x[row * s.Pitch + c] - center) * scale + shift;
                    dx[row * s.Channels + c] = scale * Within(v, dy[row * s.GradientPitch + c], low, high);
                }
            }
        }
    }

    // What is chosen is there already: a load under a mask would cost three times as much.
    private static float Within(float v, float g, float low, float high)
    {
        float above = v > low ? g : 0f;
        return v < high ? above : 0f;
    }
}
