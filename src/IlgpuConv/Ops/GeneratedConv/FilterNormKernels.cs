namespace IlgpuConv.Ops;

/// <summary>
/// Normalisation of the filters of each sample, <c>y = w gain[o] / √(Σ w² + epsilon)</c>, and its gradient. Filters lie as rows (taps and
/// input channels) of output channels; lanes over output channels, a group owns one sample.
/// </summary>
internal static class FilterNormKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> w, ArrayView<float> gain, ArrayView<float> y, float epsilon, int rows, int channels)
    {
        int o = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * rows;
        if (o < channels)
        {
            float square = 0f;
            for (int row = first; row < first + rows; row++)
            {
                float value = w[row * channels + o];
                square += value * value;
            }
            float scale = gain[o] / XMath.Sqrt(square + epsilon);
            for (int row = first; row < first + rows; row++) y[row * channels + o] = w[row * channels + o] * scale;
        }
    }

    /// <summary>
    /// With <c>r = 1 / √(Σ w² + epsilon)</c> and <c>s = Σ w dy</c> for each filter: <c>dw = gain r (dy - w s r²)</c>, and
    /// <c>s r</c>, whose sum over samples is the gradient of the gain.
    /// </summary>
    [Kernel]
    internal static void Gradient(
        ArrayView<float> w, ArrayView<float> dy, ArrayView<float> gain, ArrayView<float> dw, ArrayView<float> dgains, float epsilon, int rows,
        int channels)
    {
        int o = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * rows;
        if (o < channels)
        {
            float square = 0f, along = 0f;
            for (int row = first; row < first + rows; row++)
            {
                float value = w[row * channels + o];
                square += value * value;
                along += value * dy[row * channels + o];
            }
            float inverse = 1f / XMath.Sqrt(square + epsilon);
            float scale = gain[o] * inverse;
            float slope = along * inverse * inverse;
            for (int row = first; row < first + rows; row++)
                dw[row * channels + o] = scale * (dy[row * channels + o] - w[row * channels + o] * slope);
            dgains[Grid.IdxY * channels + o] = along * inverse;
        }
    }
}
