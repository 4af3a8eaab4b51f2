namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="UnfoldKernels"/> takes.</summary>
internal readonly struct UnfoldArgs(UnfoldShape shape, int pitch, int columnPitch)
{
    public readonly int Channels = shape.Image[1];
    public readonly int Height = shape.Image[2];
    public readonly int Width = shape.Image[3];
    public readonly int Rows = shape.Rows;
    public readonly int Columns = shape.Columns;
    public readonly int KernelH = shape.Kernel.Height;
    public readonly int KernelW = shape.Kernel.Width;
    public readonly int DilationH = shape.Dilation.Height;
    public readonly int DilationW = shape.Dilation.Width;
    public readonly int PadH = shape.Padding.Height;
    public readonly int PadW = shape.Padding.Width;
    public readonly int StrideH = shape.Stride.Height;
    public readonly int StrideW = shape.Stride.Width;

    /// <summary>Taps from one that meets a pixel to the next that does: the stride over what it shares with the dilation.</summary>
    public readonly int TapStepH = shape.Stride.Height / Shared(shape.Stride.Height, shape.Dilation.Height);
    public readonly int TapStepW = shape.Stride.Width / Shared(shape.Stride.Width, shape.Dilation.Width);

    /// <summary>Elements from one pixel to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements from one column to the next.</summary>
    public readonly int ColumnPitch = columnPitch;

    private static int Shared(int a, int b) => b == 0 ? a : Shared(b, a % b);
}
