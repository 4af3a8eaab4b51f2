namespace IlgpuConv.Tests.Ops.Pool;

/// <summary>Poolings as loops over logical indices, to compare with.</summary>
internal static class PlainPool
{
    public static double[] Max(double[] x, int planes, int height, int width, int kernel, int stride, int padding, int outHeight, int outWidth)
    {
        var y = new double[planes * outHeight * outWidth];
        Windows(planes, outHeight, outWidth, (plane, i, j, at) =>
        {
            double best = double.NegativeInfinity;
            for (int u = 0; u < kernel; u++)
            {
                for (int v = 0; v < kernel; v++)
                {
                    int h = i * stride - padding + u, w = j * stride - padding + v;
                    if (h >= 0 && w >= 0 && h < height && w < width) best = Math.Max(best, x[(plane * height + h) * width + w]);
                }
            }
            y[at] = best;
        });
        return y;
    }

    public static double[] Adaptive(double[] x, int planes, int height, int width, int outHeight, int outWidth)
    {
        var y = new double[planes * outHeight * outWidth];
        Windows(planes, outHeight, outWidth, (plane, i, j, at) =>
        {
            int top = (int)Math.Floor((double)i * height / outHeight), bottom = (int)Math.Ceiling((i + 1.0) * height / outHeight);
            int left = (int)Math.Floor((double)j * width / outWidth), right = (int)Math.Ceiling((j + 1.0) * width / outWidth);
            double sum = 0;
            for (int h = top; h < bottom; h++)
                for (int w = left; w < right; w++) sum += x[(plane * height + h) * width + w];
            y[at] = sum / ((bottom - top) * (right - left));
        });
        return y;
    }

    private static void Windows(int planes, int outHeight, int outWidth, Action<int, int, int, int> each)
    {
        for (int plane = 0; plane < planes; plane++)
            for (int i = 0; i < outHeight; i++)
                for (int j = 0; j < outWidth; j++) each(plane, i, j, (plane * outHeight + i) * outWidth + j);
    }
}
