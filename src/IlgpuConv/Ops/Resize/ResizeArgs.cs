namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="ResizeKernels"/> takes.</summary>
internal readonly struct ResizeArgs(ResizeShape shape, int pitch, int outPitch)
{
    public readonly ResizeAxis D = shape.Axis(3);
    public readonly ResizeAxis H = shape.Axis(2);
    public readonly ResizeAxis W = shape.Axis(1);
    public readonly int Channels = shape.Input[1];

    /// <summary>Elements from one pixel of the input to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements from one pixel of the output to the next.</summary>
    public readonly int OutPitch = outPitch;
}
