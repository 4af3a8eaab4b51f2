namespace IlgpuConv.Ops;

/// <summary>One spatial axis of a convolution: its sizes and how the filter moves along it.</summary>
/// <param name="Input">Input positions.</param>
/// <param name="Kernel">Taps of the filter.</param>
/// <param name="Stride">Positions of the spread input from one output to the next.</param>
/// <param name="Low">Zeros before the first input; negative crops.</param>
/// <param name="High">Zeros after the last input; negative crops.</param>
/// <param name="Dilation">Positions of the spread input from one tap to the next.</param>
/// <param name="InputDilation">Positions of the spread input from one input to the next; those between hold zeros.</param>
public readonly record struct ConvAxis(int Input, int Kernel, int Stride, int Low, int High, int Dilation, int InputDilation = 1)
{
    /// <summary>Positions that the filter spans: <c>dilation (kernel - 1) + 1</c>.</summary>
    public long Span => (long)Dilation * (Kernel - 1) + 1;

    /// <summary>Positions of the input with the zeros between its elements: <c>input dilation (input - 1) + 1</c>.</summary>
    public long SpreadInput => (long)InputDilation * (Input - 1) + 1;

    /// <summary>Output positions: <c>floor((spread input + low + high - span) / stride) + 1</c>.</summary>
    public int Output => checked((int)(Slack / Stride + 1));

    /// <summary>How far the filter can move over the padded input: <c>spread input + low + high - span</c>; negative where it does not fit.</summary>
    public long Slack => SpreadInput + Low + High - Span;

    /// <summary>The last positions that no output reads because the stride steps over them: <c>slack mod stride</c>.</summary>
    public int Unread => (int)(Slack % Stride);
}
