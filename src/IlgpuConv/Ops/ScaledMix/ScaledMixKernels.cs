namespace IlgpuConv.Ops;

// A filter lies as rows (taps and input channels) of output channels; lanes run over the output channels of a group of channels.
// A group of lanes makes a block of rows of one tap. Samples (or experts, in the gradient of the filters) come before blocks in the grid,
// so what they share stays near.

/// <summary>
/// Mixtures of filters that are scaled along inputs and outputs, <c>y[n, tap, c, o] = Σ_e s[n, e, tap, c] f[n, e, o] w[e, tap, c, o]</c>,
/// and their gradients. Each element has one owner, which adds in a fixed order.
/// </summary>
internal static class ScaledMixKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> w, ArrayView<float> f, ArrayView<float> s, ArrayView<float> y, ScaledMixArgs a) =>
        Mix(w, f, s, y, a, a.Experts, Grid.IdxY * a.Experts, 1);

    /// <summary><c>dw[e, tap, c, o] = Σ_n s[n, e, tap, c] f[n, e, o] dy[n, tap, c, o]</c>; the grid's second axis is the experts.</summary>
    [Kernel]
    internal static void FilterGradient(ArrayView<float> dy, ArrayView<float> f, ArrayView<float> s, ArrayView<float> dw, ScaledMixArgs a) =>
        Mix(dy, f, s, dw, a, a.Samples, Grid.IdxY, a.Experts);

    /// <summary><c>df[n, e, o] = Σ_(tap, c) s[n, e, tap, c] w[e, tap, c, o] dy[n, tap, c, o]</c>; the grid's third axis is samples and groups.</summary>
    [Kernel]
    internal static void OutputScaleGradient(ArrayView<float> w, ArrayView<float> dy, ArrayView<float> s, ArrayView<float> df, ScaledMixArgs a)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        int n = Grid.IdxZ % a.Samples;
        int g = Grid.IdxZ / a.Samples;
        int o = g * a.GroupOut + lane;
        int bank = n * a.Experts + Grid.IdxY;
        if (lane < a.GroupOut)
        {
            float sum0 = 0f, sum1 = 0f;
            for (int tap = 0; tap < a.Taps; tap++)
            {
                int scale = (bank * a.Taps + tap) * a.In + g * a.GroupIn;
                int from = (Grid.IdxY * a.Rows + tap * a.GroupIn) * a.Out + o;
                int at = (n * a.Rows + tap * a.GroupIn) * a.Out + o;
                int c = 0;
                for (; c + 1 < a.GroupIn; c += 2)
                {
                    sum0 += s[a.Unit * (scale + c)] * w[from + c * a.Out] * dy[at + c * a.Out];
                    sum1 += s[a.Unit * (scale + c + 1)] * w[from + (c + 1) * a.Out] * dy[at + (c + 1) * a.Out];
                }
                for (; c < a.GroupIn; c++) sum0 += s[a.Unit * (scale + c)] * w[from + c * a.Out] * dy[at + c * a.Out];
            }
            df[bank * a.Out + o] = sum0 + sum1;
        }
    }

    /// <summary>
    /// <c>ds[n, e, tap, c] = Σ_o f[n, e, o] w[e, tap, c, o] dy[n, tap, c, o]</c> over the outputs of a group of channels; one group of lanes
    /// along x, whose lanes stride over the outputs and meet in a sum. The grid's second axis is samples and experts.
    /// </summary>
    [Kernel]
    internal static void InputScaleGradient(ArrayView<float> w, ArrayView<float> dy, ArrayView<float> f, ArrayView<float> ds, ScaledMixArgs a)
    {
        int tap = Grid.IdxZ / a.Blocks % a.Taps;
        int g = Grid.IdxZ / a.Blocks / a.Taps;
        int first = Grid.IdxZ % a.Blocks * ScaledMixArgs.BlockRows;
        int end = XMath.Min(first + ScaledMixArgs.BlockRows, a.GroupIn);
        int n = Grid.IdxY / a.Experts;
        int e = Grid.IdxY % a.Experts;
        for (int c = first; c < end; c++)
        {
            int from = (e * a.Rows + tap * a.GroupIn + c) * a.Out + g * a.GroupOut;
            int at = (n * a.Rows + tap * a.GroupIn + c) * a.Out + g * a.GroupOut;
            int factor = Grid.IdxY * a.Out + g * a.GroupOut;
            float sum = 0f;
            for (int o = Group.IdxX; o < a.GroupOut; o += Group.DimX) sum += f[factor + o] * w[from + o] * dy[at + o];
            float total = GroupReduce.Sum(sum);
            if (Group.IdxX == 0) ds[(Grid.IdxY * a.Taps + tap) * a.In + g * a.GroupIn + c] = total;
        }
    }

    // Number Grid.IdxY of y is the sum over the terms t of number t of x, by the scales and factors of number firstBank + t bankStep.
    private static void Mix(
        ArrayView<float> x, ArrayView<float> f, ArrayView<float> s, ArrayView<float> y, in ScaledMixArgs a, int terms, int firstBank, int bankStep)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        int tap = Grid.IdxZ / a.Blocks % a.Taps;
        int g = Grid.IdxZ / a.Blocks / a.Taps;
        int begin = Grid.IdxZ % a.Blocks * ScaledMixArgs.BlockRows;
        int end = XMath.Min(begin + ScaledMixArgs.BlockRows, a.GroupIn);
        int o = g * a.GroupOut + lane;
        int first = (firstBank * a.Taps + tap) * a.In + g * a.GroupIn, step = bankStep * a.Taps * a.In;
        if (lane < a.GroupOut)
        {
            int c = begin;
            for (; c + 3 < end; c += 4)
            {
                float sum0 = 0f, sum1 = 0f, sum2 = 0f, sum3 = 0f;
                for (int t = 0; t < terms; t++)
                {
                    float factor = f[(firstBank + t * bankStep) * a.Out + o];
                    int at = (t * a.Rows + tap * a.GroupIn + c) * a.Out + o;
                    int scale = first + t * step + c;
                    sum0 += s[a.Unit * scale] * factor * x[at];
                    sum1 += s[a.Unit * (scale + 1)] * factor * x[at + a.Out];
                    sum2 += s[a.Unit * (scale + 2)] * factor * x[at + 2 * a.Out];
                    sum3 += s[a.Unit * (scale + 3)] * factor * x[at + 3 * a.Out];
                }
                int to = (Grid.IdxY * a.Rows + tap * a.GroupIn + c) * a.Out + o;
                y[to] = sum0;
                y[to + a.Out] = sum1;
                y[to + 2 * a.Out] = sum2;
                y[to + 3 * a.Out] = sum3;
            }
            for (; c < end; c++)
            {
                float sum = 0f;
                for (int t = 0; t < terms; t++)
                {
                    float factor = f[(firstBank + t * bankStep) * a.Out + o];
                    sum += s[a.Unit * (first + t * step + c)] * factor * x[(t * a.Rows + tap * a.GroupIn + c) * a.Out + o];
                }
                y[(Grid.IdxY * a.Rows + tap * a.GroupIn + c) * a.Out + o] = sum;
            }
        }
    }
}
