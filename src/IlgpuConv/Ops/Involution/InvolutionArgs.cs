namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="InvolutionKernels"/> takes.</summary>
internal readonly struct InvolutionArgs(InvolutionShape shape, int pitch, int outPitch, int kernelPitch)
{
    public readonly int Channels = shape.Input[1];
    public readonly int GroupWidth = shape.GroupWidth;
    public readonly int Height = shape.Input[2];
    public readonly int Width = shape.Input[3];
    public readonly int OutHeight = shape.Kernels[2];
    public readonly int OutWidth = shape.Kernels[3];
    public readonly int KernelH = shape.Kernel.Height;
    public readonly int KernelW = shape.Kernel.Width;
    public readonly int StrideH = shape.Stride.Height;
    public readonly int StrideW = shape.Stride.Width;
    public readonly int PadH = shape.Padding.Height;
    public readonly int PadW = shape.Padding.Width;
    public readonly int DilationH = shape.Dilation.Height;
    public readonly int DilationW = shape.Dilation.Width;

    /// <summary>Elements from one pixel of the images to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements from one pixel of the output to the next.</summary>
    public readonly int OutPitch = outPitch;

    /// <summary>Elements from one pixel of the kernels to the next.</summary>
    public readonly int KernelPitch = kernelPitch;
}
