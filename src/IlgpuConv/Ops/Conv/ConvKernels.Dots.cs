namespace IlgpuConv.Ops;

/// <content>
/// Convolutions to so few channels that lanes over them would leave a vector all but empty: lanes run over what is summed, the channels of a tap or
/// those of a whole row of taps where they lie side by side. A group makes several positions together, so that what it loads of the
/// filter serves all of them, and adds its lanes at the end. The filter lies <c>[output channel][tap, in the order of the source][source channel]</c>.
/// </content>
internal static partial class ConvKernels
{
    /// <summary>No device has larger groups.</summary>
    private const int LargestGroup = 1024;

    [Kernel]
    internal static void Dots1(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DotArgs a) => Dots(x, w, bias, y, a, 16, 1);

    [Kernel]
    internal static void Dots2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DotArgs a) => Dots(x, w, bias, y, a, 8, 2);

    [Kernel]
    internal static void Dots3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DotArgs a) => Dots(x, w, bias, y, a, 5, 3);

    [Kernel]
    internal static void Dots4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DotArgs a) => Dots(x, w, bias, y, a, 4, 4);

    [Kernel]
    internal static void Dots8(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DotArgs a) => Dots(x, w, bias, y, a, 2, 8);

    /// <summary>The filter for the kernels above. Grid: x source channels, y taps, z output channels.</summary>
    [Kernel]
    internal static void PackDots(ArrayView<float> w, ArrayView<float> packed, PackArgs a)
    {
        int tap = Grid.IdxY, kw = tap % a.TapsW, kh = tap / a.TapsW % a.TapsH, kd = tap / a.TapsW / a.TapsH;
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < a.In)
            packed[(Grid.IdxZ * a.Taps + tap) * a.In + c] = w[a.FilterFirst + Grid.IdxZ * a.StrideOut + kd * a.StrideD + kh * a.StrideH + kw * a.StrideW + c * a.StrideIn];
    }

    /// <summary><c>y[last - t, c, o] = w[t, o, c]</c>. Grid: x channels c, y taps, z channels o.</summary>
    [Kernel]
    internal static void TurnFilter(ArrayView<float> w, ArrayView<float> y, int channels)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < channels)
            y[((Grid.DimY - 1 - Grid.IdxY) * channels + c) * Grid.DimZ + Grid.IdxZ] = w[(Grid.IdxY * Grid.DimZ + Grid.IdxZ) * channels + c];
    }

    // Grid: x one group, y rows, z parts of a row.
    private static void Dots(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DotArgs a, [Constant] int positions, [Constant] int channels)
    {
        const int Sums = 16; // of which positions by channels are used
        const int Together = 4;
        var values = SharedMemory.Allocate<float>(Together * LargestGroup);
        int outH = Grid.IdxY % a.H.Destination, plane = Grid.IdxY / a.H.Destination;
        int outD = plane % a.D.Destination, n = plane / a.D.Destination;
        int lane = Group.IdxX, step = a.W.Stride * a.SourcePitch, row = a.W.Source * a.SourcePitch;
        int front = outD * a.D.Stride + a.D.Origin, top = outH * a.H.Stride + a.H.Origin;
        int begin = Grid.IdxZ * a.Part, end = XMath.Min(begin + a.Part, a.W.Destination);
        for (int tile = begin; tile < end; tile += positions)
        {
            // The last tile of several makes some positions again.
            int first = XMath.Max(begin, XMath.Min(tile, end - positions)), left = first * a.W.Stride + a.W.Origin;
            bool within = left >= 0 && left + (positions - 1) * a.W.Stride + (a.W.Taps - 1) * a.W.Spread < a.W.Source;
            int runs = within || a.In < Group.DimX ? a.Runs : a.W.Taps, run = a.In * a.W.Taps / runs;
            var acc = new float[Sums];
            for (int i = 0; i < Sums; i++) acc[i] = 0f;
            for (int kd = 0; kd < a.D.Taps; kd++)
            {
                int sd = front + kd * a.D.Spread;
                for (int kh = 0; kh < a.H.Taps; kh++)
                {
                    int sh = top + kh * a.H.Spread;
                    if (sd >= 0 && sd < a.D.Source && sh >= 0 && sh < a.H.Source)
                    {
                        int line = ((n * a.D.Source + sd) * a.H.Source + sh) * row;
                        for (int r = 0; r < runs; r++)
                        {
                            int at = (left + r * a.W.Spread) * a.SourcePitch, filter = ((kd * a.H.Taps + kh) * runs + r) * run + lane;
                            if (at >= 0 && at + (positions - 1) * step + run <= row)
                            {
                                int whole = run / Group.DimX * Group.DimX;
                                var from = new long[positions];
                                for (int p = 0; p < positions; p++) from[p] = line + at + p * step + lane;
                                for (int j = 0; j < whole; j += Group.DimX)
                                {
                                    var weight = new float[channels];
                                    for (int o = 0; o < channels; o++) weight[o] = w[filter + o * a.FilterOut + j];
                                    for (int p = 0; p < positions; p++)
                                    {
                                        float value = x[from[p] + j];
                                        for (int o = 0; o < channels; o++) acc[p * channels + o] += value * weight[o];
                                    }
                                }
                                if (whole + lane < run)
                                {
                                    var weight = new float[channels];
                                    for (int o = 0; o < channels; o++) weight[o] = w[filter + o * a.FilterOut + whole];
                                    for (int p = 0; p < positions; p++)
                                    {
                                        float value = x[from[p] + whole];
                                        for (int o = 0; o < channels; o++) acc[p * channels + o] += value * weight[o];
                                    }
                                }
                            }
                            else
                            {
                                // What lies beyond the row is zero.
                                for (int j = 0; j < run; j += Group.DimX)
                                {
                                    if (j + lane < run)
                                    {
                                        var weight = new float[channels];
                                        for (int o = 0; o < channels; o++) weight[o] = w[filter + o * a.FilterOut + j];
                                        for (int p = 0; p < positions; p++)
                                        {
                                            int element = at + p * step + j + lane;
                                            if (element >= 0 && element < row)
                                            {
                                                float value = x[line + element];
                                                for (int o = 0; o < channels; o++) acc[p * channels + o] += value * weight[o];
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            int target = (Grid.IdxY * a.W.Destination + first) * channels;
            if (Group.DimX == Sums)
            {
                // Two vectors of lanes to be added become one that holds half of either, in turns, until each lane has a sum of its own.
                for (int i = 0; i < 8; i++) values[i * Sums + lane] = lane % 2 == 0 ? acc[2 * i + 1] : acc[2 * i];
                Group.Barrier();
                for (int i = 0; i < 8; i++) acc[i] = (lane % 2 == 0 ? acc[2 * i] : acc[2 * i + 1]) + values[i * Sums + lane + 1 - 2 * (lane % 2)];
                Group.Barrier();
                for (int i = 0; i < 4; i++) values[i * Sums + lane] = lane / 2 % 2 == 0 ? acc[2 * i + 1] : acc[2 * i];
                Group.Barrier();
                for (int i = 0; i < 4; i++) acc[i] = (lane / 2 % 2 == 0 ? acc[2 * i] : acc[2 * i + 1]) + values[i * Sums + lane + 2 - 4 * (lane / 2 % 2)];
                Group.Barrier();
                for (int i = 0; i < 2; i++) values[i * Sums + lane] = lane / 4 % 2 == 0 ? acc[2 * i + 1] : acc[2 * i];
                Group.Barrier();
                for (int i = 0; i < 2; i++) acc[i] = (lane / 4 % 2 == 0 ? acc[2 * i] : acc[2 * i + 1]) + values[i * Sums + lane + 4 - 8 * (lane / 4 % 2)];
                Group.Barrier();
                values[lane] = lane / 8 % 2 == 0 ? acc[1] : acc[0];
                Group.Barrier();
                float sum = (lane / 8 % 2 == 0 ? acc[0] : acc[1]) + values[lane + 8 - 16 * (lane / 8 % 2)];
                Group.Barrier();
                if (a.Biased != 0) sum += bias[lane % channels];
                if (a.Activation != 0) sum = sum < 0f ? 0f : sum;
                if (a.Activation == 2) sum = sum > 6f ? 6f : sum;
                if (lane < XMath.Min(positions, end - first) * channels) y[target + lane] = sum;
            }
            else
            {
                for (int i = 0; i < Sums; i += Together)
                {
                    for (int v = 0; v < Together; v++) values[v * Group.DimX + lane] = acc[i + v];
                    Group.Barrier();
                    var sum = new float[Together];
                    for (int v = 0; v < Together; v++) sum[v] = 0f;
                    for (int j = 0; j < Group.DimX; j++)
                        for (int v = 0; v < Together; v++) sum[v] += values[v * Group.DimX + j];
                    for (int v = 0; v < Together; v++)
                    {
                        if (a.Biased != 0) sum[v] += bias[(i + v) % channels];
                        if (a.Activation != 0) sum[v] = sum[v] < 0f ? 0f : sum[v];
                        if (a.Activation == 2) sum[v] = sum[v] > 6f ? 6f : sum[v];
                        if (lane == 0 && i + v < XMath.Min(positions, end - first) * channels) y[target + i + v] = sum[v];
                    }
                    Group.Barrier();
                }
            }
        }
    }
}
