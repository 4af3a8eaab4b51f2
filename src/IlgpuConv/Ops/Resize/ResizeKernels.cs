namespace IlgpuConv.Ops;

// Lanes over channels; a group owns one row of the side that it writes. Places and weights are exact fractions of the sizes, computed in
// whole numbers, so that the adjoint finds for each input just the outputs that read it, on every device.

/// <summary>Resize by the nearest pixel or linearly, and its adjoint.</summary>
internal static class ResizeKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, ResizeArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int plane = Grid.IdxY / s.H.Output;
        int i = Grid.IdxY - plane * s.H.Output;
        int n = plane / s.D.Output;
        int d = plane - n * s.D.Output;
        int firstD = Source(s.D, d), firstH = Source(s.H, i);
        float highD = High(s.D, d, firstD), highH = High(s.H, i, firstH);
        if (c < s.Channels)
        {
            for (int j = 0; j < s.W.Output; j++)
            {
                int firstW = Source(s.W, j);
                float highW = High(s.W, j, firstW);
                float sum = 0f;
                for (int kd = 0; kd <= s.D.IsLinear; kd++)
                {
                    int sd = XMath.Min(firstD + kd, s.D.Input - 1);
                    float weightD = kd == 0 ? 1f - highD : highD;
                    for (int kh = 0; kh <= s.H.IsLinear; kh++)
                    {
                        int sh = XMath.Min(firstH + kh, s.H.Input - 1);
                        float weightH = weightD * (kh == 0 ? 1f - highH : highH);
                        int row = ((n * s.D.Input + sd) * s.H.Input + sh) * s.W.Input;
                        for (int kw = 0; kw <= s.W.IsLinear; kw++)
                        {
                            int sw = XMath.Min(firstW + kw, s.W.Input - 1);
                            float weight = weightH * (kw == 0 ? 1f - highW : highW);
                            sum += x[(row + sw) * s.Pitch + c] * weight;
                        }
                    }
                }
                y[(Grid.IdxY * s.W.Output + j) * s.OutPitch + c] = sum;
            }
        }
    }

    /// <summary><c>dx[p]</c> = the sum of <c>dy</c> times its weight over the outputs that read <c>p</c>; each <c>p</c> is owned once.</summary>
    [Kernel]
    internal static void Adjoint(ArrayView<float> dy, ArrayView<float> dx, ResizeArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int plane = Grid.IdxY / s.H.Input;
        int h = Grid.IdxY - plane * s.H.Input;
        int n = plane / s.D.Input;
        int d = plane - n * s.D.Input;
        int beginD = Reader(s.D, d - s.D.IsLinear), endD = Reader(s.D, d + 1);
        int beginH = Reader(s.H, h - s.H.IsLinear), endH = Reader(s.H, h + 1);
        if (c < s.Channels)
        {
            for (int w = 0; w < s.W.Input; w++)
            {
                int beginW = Reader(s.W, w - s.W.IsLinear), endW = Reader(s.W, w + 1);
                float sum = 0f;
                for (int od = beginD; od < endD; od++)
                {
                    float weightD = Weight(s.D, od, d);
                    for (int oh = beginH; oh < endH; oh++)
                    {
                        float weightH = weightD * Weight(s.H, oh, h);
                        int row = ((n * s.D.Output + od) * s.H.Output + oh) * s.W.Output;
                        for (int ow = beginW; ow < endW; ow++)
                        {
                            float weight = weightH * Weight(s.W, ow, w);
                            sum += dy[(row + ow) * s.OutPitch + c] * weight;
                        }
                    }
                }
                dx[(Grid.IdxY * s.W.Input + w) * s.Pitch + c] = sum;
            }
        }
    }

    /// <summary>The first input that an output reads.</summary>
    private static int Source(in ResizeAxis axis, int output) =>
        axis.IsLinear == 0 ? output * axis.Input / axis.Output : Place(axis, output) / (2 * axis.Output);

    /// <summary>The weight of the input after the first.</summary>
    private static float High(in ResizeAxis axis, int output, int first) =>
        axis.IsLinear == 0 ? 0f : (float)(Place(axis, output) - first * (2 * axis.Output)) / (float)(2 * axis.Output);

    /// <summary>Where an output lies among the inputs, times twice the number of outputs.</summary>
    private static int Place(in ResizeAxis axis, int output) => XMath.Max((2 * output + 1) * axis.Input - axis.Output, 0);

    /// <summary>The first output whose first input is <paramref name="input"/> or a later one.</summary>
    private static int Reader(in ResizeAxis axis, int input)
    {
        if (input <= 0) return 0;
        if (input >= axis.Input) return axis.Output;
        int result = axis.IsLinear == 0
            ? (input * axis.Output + axis.Input - 1) / axis.Input
            : (XMath.Max(axis.Output * (2 * input + 1) - axis.Input, 0) + 2 * axis.Input - 1) / (2 * axis.Input);
        return XMath.Min(result, axis.Output);
    }

    /// <summary>What an input counts in an output that reads it.</summary>
    private static float Weight(in ResizeAxis axis, int output, int input)
    {
        int first = Source(axis, output);
        float high = High(axis, output, first);
        float low = first == input ? 1f - high : 0f;
        return XMath.Min(first + 1, axis.Input - 1) == input ? low + high : low;
    }
}
