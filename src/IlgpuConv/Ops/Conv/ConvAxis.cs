namespace IlgpuConv.Ops;

/// <summary>One spatial axis of a convolution: its sizes and how the filter moves along it.</summary>
/// <param name="Input">Input positions.</param>
/// <param name="Kernel">Taps of the filter.</param>
/// <param name="Stride">Input positions from one output to the next.</param>
/// <param name="Low">Zeros before the first input; negative crops.</param>
/// <param name="High">Zeros after the last input; negative crops.</param>
/// <param name="Dilation">Input positions from one tap to the next.</param>
public readonly record struct ConvAxis(int Input, int Kernel, int Stride, int Low, int High, int Dilation)
{
    /// <summary>Input positions that the filter spans: <c>dilation (kernel - 1) + 1</c>.</summary>
    public long Span => (long)Dilation * (Kernel - 1) + 1;

    /// <summary>Output positions: <c>floor((input + low + high - span) / stride) + 1</c>.</summary>
    public int Output => checked((int)(Slack / Stride + 1));

    /// <summary>How far the filter can move over the padded input: <c>input + low + high - span</c>; negative where it does not fit.</summary>
    public long Slack => (long)Input + Low + High - Span;

    /// <summary>The last input positions that no output reads because the stride steps over them: <c>slack mod stride</c>.</summary>
    public int Unread => (int)(Slack % Stride);
}
