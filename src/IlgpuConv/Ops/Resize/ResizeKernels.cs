namespace IlgpuConv.Ops;

// Lanes over channels; a group owns one row of the side that it writes and walks along it: places advance by additions alone.

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
        int placeD = XMath.Max(s.D.Start + d * s.D.Step, 0), placeH = XMath.Max(s.H.Start + i * s.H.Step, 0);
        int firstD = placeD / s.D.Unit, firstH = placeH / s.H.Unit;
        float highD = s.D.IsLinear == 0 ? 0f : (float)(placeD - firstD * s.D.Unit) / (float)s.D.Unit;
        float highH = s.H.IsLinear == 0 ? 0f : (float)(placeH - firstH * s.H.Unit) / (float)s.H.Unit;
        int row = s.W.Input * s.Pitch;
        int first = ((n * s.D.Input + firstD) * s.H.Input + firstH) * row;
        int below = firstH + 1 < s.H.Input ? row : 0, behind = firstD + 1 < s.D.Input ? s.H.Input * row : 0;
        float share = 1f / (float)s.W.Unit;
        if (c < s.Channels)
        {
            int at = 0, beyond = s.W.Start;
            for (int j = 0; j < s.W.Output; j++)
            {
                while (beyond >= s.W.Unit)
                {
                    beyond -= s.W.Unit;
                    at++;
                }
                float high = (float)XMath.Max(beyond, 0) * share;
                int left = first + at * s.Pitch + c;
                int right = at + 1 < s.W.Input ? s.Pitch : 0;
                float sum = 0f;
                for (int kd = 0; kd <= s.D.IsLinear; kd++)
                {
                    float weightD = kd == 0 ? 1f - highD : highD;
                    for (int kh = 0; kh <= s.H.IsLinear; kh++)
                    {
                        float weight = weightD * (kh == 0 ? 1f - highH : highH);
                        int from = left + kd * behind + kh * below;
                        float line = x[from];
                        if (s.W.IsLinear != 0) line = line * (1f - high) + x[from + right] * high;
                        sum += line * weight;
                    }
                }
                y[(Grid.IdxY * s.W.Output + j) * s.OutPitch + c] = sum;
                beyond += s.W.Step;
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
            int before = 0, begin = 0;
            for (int w = 0; w < s.W.Input; w++)
            {
                int end = Reader(s.W, w + 1);
                int from = s.W.IsLinear == 0 ? begin : before;
                float sum = 0f;
                for (int od = beginD; od < endD; od++)
                {
                    float weightD = Weight(s.D, od, d);
                    for (int oh = beginH; oh < endH; oh++)
                    {
                        float weightH = weightD * Weight(s.H, oh, h);
                        int row = ((n * s.D.Output + od) * s.H.Output + oh) * s.W.Output;
                        for (int ow = from; ow < end; ow++) sum += dy[(row + ow) * s.OutPitch + c] * (weightH * Weight(s.W, ow, w));
                    }
                }
                dx[(Grid.IdxY * s.W.Input + w) * s.Pitch + c] = sum;
                before = begin;
                begin = end;
            }
        }
    }

    /// <summary>The first output whose first input is <paramref name="input"/> or a later one.</summary>
    private static int Reader(in ResizeAxis axis, int input)
    {
        if (input <= 0) return 0;
        if (input >= axis.Input) return axis.Output;
        return XMath.Min((XMath.Max(input * axis.Unit - axis.Start, 0) + axis.Step - 1) / axis.Step, axis.Output);
    }

    /// <summary>What an input counts in an output that may read it: 1 less their distance, which ends at the last input.</summary>
    private static float Weight(in ResizeAxis axis, int output, int input)
    {
        if (axis.IsLinear == 0) return 1f;
        int place = XMath.Min(XMath.Max(axis.Start + output * axis.Step, 0), (axis.Input - 1) * axis.Unit);
        return (float)XMath.Max(axis.Unit - XMath.Abs(place - input * axis.Unit), 0) / (float)axis.Unit;
    }
}
