namespace IlgpuConv.Ops;

/// <summary>
/// One spatial axis of a resize. Output o lies at the input position <c>max(Start + o Step, 0) / Unit</c>: whole numbers, so that the forward
/// and the adjoint mean the same places on every device.
/// </summary>
internal readonly struct ResizeAxis(int input, int output, ResizeMode mode)
{
    public readonly int Input = input;
    public readonly int Output = output;

    /// <summary>1 where an output reads two inputs, 0 where it reads one.</summary>
    public readonly int IsLinear = mode == ResizeMode.Linear && input != output ? 1 : 0;
    public readonly int Unit = mode == ResizeMode.Linear && input != output ? 2 * output : output;
    public readonly int Step = mode == ResizeMode.Linear && input != output ? 2 * input : input;
    public readonly int Start = mode == ResizeMode.Linear && input != output ? input - output : 0;
}
