namespace IlgpuConv.Ops;

/// <summary>One spatial axis of a resize.</summary>
internal readonly struct ResizeAxis(int input, int output, ResizeMode mode)
{
    public readonly int Input = input;
    public readonly int Output = output;

    /// <summary>1 where an output reads two inputs, 0 where it reads one.</summary>
    public readonly int IsLinear = mode == ResizeMode.Linear && input != output ? 1 : 0;
}
