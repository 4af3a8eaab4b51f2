namespace IlgpuConv.Ilgpu;

/// <summary>Which text of a kernel ILGPU compiles.</summary>
public enum IlgpuText
{
    /// <summary>The kernel as it was written, but the compiler's scalar form where ILGPU would leave arrays in slow memory.</summary>
    Automatic,

    /// <summary>The kernel as it was written, wherever there is a text: double twins and stages of a chain have none.</summary>
    Source,

    /// <summary>The compiler's scalar form of every kernel.</summary>
    Scalar,
}
