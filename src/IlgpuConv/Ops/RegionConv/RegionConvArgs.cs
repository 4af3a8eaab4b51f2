namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="RegionConvKernels"/> takes.</summary>
internal readonly struct RegionConvArgs(ConvShape shape, int regions, int pitch, int outPitch, int guidePitch)
{
    /// <summary>Pixels that a group owns where it goes through pixels.</summary>
    public const int StripPixels = 32;

    public readonly int Regions = regions;
    public readonly int Images = shape.Batch;
    public readonly int In = shape.GroupIn;
    public readonly int Out = shape.Output[1];
    public readonly int GroupOut = shape.GroupOut;
    public readonly int Height = shape.Input[2];
    public readonly int Width = shape.Input[3];
    public readonly int OutHeight = shape.Output[2];
    public readonly int OutWidth = shape.Output[3];
    public readonly int Pixels = checked(shape.Batch * shape.Output[2] * shape.Output[3]);
    public readonly int KernelH = shape.Axes[0].Kernel;
    public readonly int KernelW = shape.Axes[1].Kernel;
    public readonly int StrideH = shape.Axes[0].Stride;
    public readonly int StrideW = shape.Axes[1].Stride;
    public readonly int PadH = shape.Axes[0].Low;
    public readonly int PadW = shape.Axes[1].Low;
    public readonly int DilationH = shape.Axes[0].Dilation;
    public readonly int DilationW = shape.Axes[1].Dilation;

    /// <summary>Elements from one pixel of the input to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements from one pixel of the output to the next.</summary>
    public readonly int OutPitch = outPitch;

    /// <summary>Elements from one pixel of the guide to the next.</summary>
    public readonly int GuidePitch = guidePitch;
}
