namespace IlgpuConv.Ops;

/// <summary>Windows along one axis: window <c>i</c> holds the places <c>i stride - padding + u dilation</c> for <c>u</c> below the kernel size.</summary>
/// <param name="Input">Places of the input.</param>
/// <param name="Kernel">Places of a window.</param>
/// <param name="Stride">Places from one window to the next.</param>
/// <param name="Padding">Places before the first and after the last of the input.</param>
/// <param name="Dilation">Places from one of a window to its next.</param>
/// <param name="Output">The number of windows.</param>
internal readonly record struct PoolAxis(int Input, int Kernel, int Stride, int Padding, int Dilation, int Output)
{
    /// <summary>Places from the first to the last of a window.</summary>
    public int Span => Dilation * (Kernel - 1) + 1;

    /// <summary>
    /// Counts the windows: <c>floor((input + 2 padding - span) / stride) + 1</c>, or with ceil instead of floor, less a last window that
    /// would begin after the input and its padding before.
    /// </summary>
    public static PoolAxis Of(int input, int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        int span = dilation * (kernel - 1) + 1;
        int free = input + 2 * padding - span;
        int output = free < 0 ? 0 : (free + (ceilMode ? stride - 1 : 0)) / stride + 1;
        if (ceilMode && output > 0 && (output - 1) * stride >= input + padding) output--;
        return new PoolAxis(input, kernel, stride, padding, dilation, output);
    }
}
