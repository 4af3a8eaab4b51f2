namespace IlgpuConv.Ops;

// Lanes over channels; a group owns a row of the side that it writes and walks along it in tiles of pixels, each with its own sum.
// Blocked: the channels of one group of the operator, so that a tap is one number for all lanes (grid z: the groups). Flat: any channels,
// for groups narrower than a vector; a tap is then a gather. The gradient of the kernels sums over channels, so it has lanes over the pixels of a
// row, of images that were put channel by channel before; a few taps of a row share the loads of dy.

/// <summary>Involution, and the two gradients; the three are closed under differentiation.</summary>
internal static class InvolutionKernels
{
    [Kernel]
    internal static void ForwardBlocked(ArrayView<float> k, ArrayView<float> x, ArrayView<float> y, InvolutionArgs s)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        if (lane < s.GroupWidth) Forward(k, x, y, s, 4, Grid.IdxZ * s.GroupWidth + lane, Grid.IdxZ);
    }

    [Kernel]
    internal static void ForwardFlat(ArrayView<float> k, ArrayView<float> x, ArrayView<float> y, InvolutionArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < s.Channels) Forward(k, x, y, s, 4, c, c / s.GroupWidth);
    }

    [Kernel]
    internal static void InputGradientBlocked(ArrayView<float> k, ArrayView<float> dy, ArrayView<float> dx, InvolutionArgs s)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        if (lane < s.GroupWidth) InputGradient(k, dy, dx, s, 4, Grid.IdxZ * s.GroupWidth + lane, Grid.IdxZ, s.StrideH, s.StrideW);
    }

    /// <summary>The blocked form at stride 1.</summary>
    [Kernel]
    internal static void InputGradientBlocked1(ArrayView<float> k, ArrayView<float> dy, ArrayView<float> dx, InvolutionArgs s)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        if (lane < s.GroupWidth) InputGradient(k, dy, dx, s, 4, Grid.IdxZ * s.GroupWidth + lane, Grid.IdxZ, 1, 1);
    }

    [Kernel]
    internal static void InputGradientFlat(ArrayView<float> k, ArrayView<float> dy, ArrayView<float> dx, InvolutionArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < s.Channels) InputGradient(k, dy, dx, s, 4, c, c / s.GroupWidth, s.StrideH, s.StrideW);
    }

    /// <summary>
    /// <c>dk[g, tap, i, j] = Σ_{c in g} dy[c, i, j] x[c, i stride - padding + tap, ...]</c> with x and dy channel by channel; grid z: groups
    /// and rows of the kernel.
    /// </summary>
    [Kernel]
    internal static void KernelGradient(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dk, InvolutionArgs s) =>
        TapGradients(x, dy, dk, s, 4, s.StrideW);

    /// <summary>The same at stride 1 along the width, where the lanes' pixels lie side by side.</summary>
    [Kernel]
    internal static void KernelGradient1(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dk, InvolutionArgs s) =>
        TapGradients(x, dy, dk, s, 4, 1);

    private static void TapGradients(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dk, in InvolutionArgs s, [Constant] int tile, int stride)
    {
        int j = Grid.IdxX * Group.DimX + Group.IdxX;
        int n = Grid.IdxY / s.OutHeight;
        int i = Grid.IdxY - n * s.OutHeight;
        int g = Grid.IdxZ / s.KernelH;
        int h = i * s.StrideH - s.PadH + (Grid.IdxZ - g * s.KernelH) * s.DilationH;
        bool isRow = h >= 0 && h < s.Height;
        int channel = n * s.Channels + g * s.GroupWidth;
        if (j < s.OutWidth)
        {
            for (int first = 0; first < s.KernelW; first += tile)
            {
                var sum = new float[tile];
                for (int v = 0; v < tile; v++) sum[v] = 0f;
                if (isRow)
                {
                    for (int c = channel; c < channel + s.GroupWidth; c++)
                    {
                        float slope = dy[(c * s.OutHeight + i) * s.OutWidth + j];
                        int row = (c * s.Height + h) * s.Width;
                        for (int v = 0; v < tile; v++)
                        {
                            int w = j * stride - s.PadW + (first + v) * s.DilationW;
                            sum[v] += (w >= 0 && w < s.Width ? x[row + w] : 0f) * slope;
                        }
                    }
                }
                int at = (Grid.IdxY * s.OutWidth + j) * s.KernelPitch + Grid.IdxZ * s.KernelW + first;
                for (int v = 0; v < tile; v++)
                    if (first + v < s.KernelW) dk[at + v] = sum[v];
            }
        }
    }

    private static void Forward(
        ArrayView<float> k, ArrayView<float> x, ArrayView<float> y, in InvolutionArgs s, [Constant] int tile, int c, int g)
    {
        int n = Grid.IdxY / s.OutHeight;
        int top = (Grid.IdxY - n * s.OutHeight) * s.StrideH - s.PadH;
        int taps = g * s.KernelH * s.KernelW;
        for (int first = 0; first < s.OutWidth; first += tile)
        {
            var sum = new float[tile];
            var pixel = new int[tile];
            for (int p = 0; p < tile; p++)
            {
                sum[p] = 0f;
                pixel[p] = XMath.Min(first + p, s.OutWidth - 1);
            }
            for (int u = 0; u < s.KernelH; u++)
            {
                int h = top + u * s.DilationH;
                if (h >= 0 && h < s.Height)
                {
                    int row = (n * s.Height + h) * s.Width;
                    for (int v = 0; v < s.KernelW; v++)
                    {
                        int left = v * s.DilationW - s.PadW;
                        int tap = taps + u * s.KernelW + v;
                        for (int p = 0; p < tile; p++)
                        {
                            int w = pixel[p] * s.StrideW + left;
                            if (w >= 0 && w < s.Width)
                                sum[p] += x[(row + w) * s.Pitch + c] * k[(Grid.IdxY * s.OutWidth + pixel[p]) * s.KernelPitch + tap];
                        }
                    }
                }
            }
            for (int p = 0; p < tile; p++)
                if (first + p < s.OutWidth) y[(Grid.IdxY * s.OutWidth + first + p) * s.OutPitch + c] = sum[p];
        }
    }

    // dx[p] = the sum of dy times the tap over the outputs that read p; each p is owned once.
    private static void InputGradient(
        ArrayView<float> k, ArrayView<float> dy, ArrayView<float> dx, in InvolutionArgs s, [Constant] int tile, int c, int g, int strideH, int strideW)
    {
        int n = Grid.IdxY / s.Height;
        int bottom = Grid.IdxY - n * s.Height + s.PadH;
        int taps = g * s.KernelH * s.KernelW;
        for (int first = 0; first < s.Width; first += tile)
        {
            var sum = new float[tile];
            for (int p = 0; p < tile; p++) sum[p] = 0f;
            for (int u = 0; u < s.KernelH; u++)
            {
                int i = Output(bottom - u * s.DilationH, strideH);
                if (i >= 0 && i < s.OutHeight)
                {
                    int row = (n * s.OutHeight + i) * s.OutWidth;
                    for (int v = 0; v < s.KernelW; v++)
                    {
                        int right = first + s.PadW - v * s.DilationW;
                        int tap = taps + u * s.KernelW + v;
                        for (int p = 0; p < tile; p++)
                        {
                            int j = Output(right + p, strideW);
                            if (j >= 0 && j < s.OutWidth) sum[p] += dy[(row + j) * s.OutPitch + c] * k[(row + j) * s.KernelPitch + tap];
                        }
                    }
                }
            }
            for (int p = 0; p < tile; p++)
                if (first + p < s.Width) dx[(Grid.IdxY * s.Width + first + p) * s.Pitch + c] = sum[p];
        }
    }

    /// <summary>The output whose window begins <paramref name="place"/> after the first one's, or -1 where none does.</summary>
    private static int Output(int place, int stride)
    {
        if (stride == 1) return place;
        if (place < 0) return -1;
        int output = place / stride;
        return output * stride == place ? output : -1;
    }
}
