namespace IlgpuConv.Ops;

/// <summary>The sizes that a pooling kernel takes.</summary>
internal readonly struct PoolArgs(PoolShape shape, int pitch, int outPitch)
{
    public readonly int Channels = shape.Input[1];
    public readonly int Height = shape.Rows.Input;
    public readonly int Width = shape.Columns.Input;
    public readonly int OutHeight = shape.Rows.Output;
    public readonly int OutWidth = shape.Columns.Output;
    public readonly int KernelH = shape.Rows.Kernel;
    public readonly int KernelW = shape.Columns.Kernel;
    public readonly int StrideH = shape.Rows.Stride;
    public readonly int StrideW = shape.Columns.Stride;
    public readonly int PadH = shape.Rows.Padding;
    public readonly int PadW = shape.Columns.Padding;
    public readonly int DilationH = shape.Rows.Dilation;
    public readonly int DilationW = shape.Columns.Dilation;

    /// <summary>1 where places in the padding count in an average.</summary>
    public readonly int CountsPadding = shape.CountsPadding ? 1 : 0;

    /// <summary>Elements from one pixel of the large side (the input of the pooling) to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements from one pixel of the small side (the output of the pooling) to the next.</summary>
    public readonly int OutPitch = outPitch;
}
